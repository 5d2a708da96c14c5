// The review widget: an ES module for anywidget, and for the page that `sayso review` serves.
// All text is set with textContent: articles and references are written by others and never become markup.

const LABELS = { SUPPORTED: "supported", REFUTED: "refuted", CONFLICTING: "conflicting", "NOT ENOUGH INFO": "open" };
const SIDES = [["supports", "For"], ["refutes", "Against"], ["neither", "Nearest"]];
const VERDICTS = [["supported", "Supported", "s"], ["refuted", "Refuted", "r"], ["not in the references", "Not in the references", "n"]];
const SIGNS_IN_WORDS = { agrees: "both have these words", differs: "here they differ" };
const SIGNS = { "to decide": "", later: "later", unsure: "unsure", decided: "✓" };
const FILTERS = [
  ["shown", "Show", [["flagged", "flagged claims"], ["all", "every claim"]]],
  ["stage", "State", [["to decide", "to decide"], ["later", "later"], ["unsure", "unsure"], ["decided", "decided"], ["", "any"]]],
  ["rule", "Rule"], ["source", "Source"], ["verdict", "Verdict"], ["sureness", "Confidence"], ["article", "Article"],
];
const HELP = [
  ["A", "agree: the answers and flags are right"],
  ["S R N", "it is supported, refuted, not in the references; with Shift: it was said, was not, not in the references"],
  ["V", "wrong voice: pick who says it"], ["B", "badly split: mark the right words in the article"],
  ["X", "suppress the flags, with a reason"], ["U L", "unsure, later"],
  ["J K", "next, previous"], ["Z", "undo"], ["O", "open the first reference in its context"],
  ["G", "one answer for a rule and source"], ["?", "these keys"],
];
const KEYS = "A agree · S R N supported, refuted, not there · V voice · B split · X suppress · U unsure · L later · J K move · Z undo · ? all keys";
const PATIENCE = 15000;

/** An element with properties, attributes (in `attrs`) and children; strings become text. */
function h(tag, props = {}, ...children) {
  const { attrs = {}, ...rest } = props;
  const node = Object.assign(document.createElement(tag), rest);
  for (const [name, value] of Object.entries(attrs)) node.setAttribute(name, value);
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}

const count = (number, noun) => `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;

/** Pieces of a text, with those that agree or differ marked. */
const marked = (pieces) => pieces.map(([text, sign]) => (sign ? h("mark", { className: sign, title: SIGNS_IN_WORDS[sign] }, text) : text));

class Review {
  constructor(model, el) {
    this.model = model;
    this.waiting = new Map();
    this.last = 0;
    this.view = Math.random().toString(36).slice(2);
    this.parts = new Map();
    this.order = [];
    this.at = null;
    this.ahead = null;
    this.running = null;
    this.build(el);
    this.onMessage = (message) => this.receive(message);
    model.on("msg:custom", this.onMessage);
    this.follow();
    this.start();
  }

  // messages: each question has a number, which the answer repeats

  ask(message) {
    const id = ++this.last;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.waiting.delete(id);
        reject(new Error("No answer from Python: is the kernel or the command still running?"));
      }, PATIENCE);
      this.waiting.set(id, { resolve, reject, timer });
      this.model.send({ ...message, id, view: this.view });
    });
  }

  receive(message) {
    if (message.view !== this.view) return;
    const asked = this.waiting.get(message.id);
    if (!asked) return;
    this.waiting.delete(message.id);
    clearTimeout(asked.timer);
    if (message.error) asked.reject(new Error(message.error));
    else asked.resolve(message);
  }

  /** Do one thing at a time. An answer given meanwhile is dropped, since it would fall on a claim that nobody has seen. */
  async attempt(work, patient = false) {
    if (this.running && !patient) return;
    while (this.running) await this.running;
    this.running = (async () => work())().catch((error) => this.say(error.message, true));
    await this.running;
    this.running = null;
  }

  say(text, wrong = false) {
    this.status.textContent = text;
    this.status.classList.toggle("wrong", wrong);
  }

  // the frame

  build(el) {
    const button = (key, words, title, action) => h(
      "button", { type: "button", title, onclick: action, attrs: { "aria-keyshortcuts": key.toUpperCase() } },
      h("kbd", { attrs: { "aria-hidden": "true" } }, key.toUpperCase()), ` ${words}`,
    );
    this.progress = h("progress", { max: 1, value: 0, attrs: { "aria-label": "Claims decided" } });
    this.told = h("span", { className: "told" });
    this.filters = h("form", { className: "filters", onsubmit: (event) => event.preventDefault() });
    this.list = h("ol", { className: "list" });
    this.listTitle = h("summary");
    this.listBox = h("details", { className: "listbox", ontoggle: () => this.renderList() }, this.listTitle, this.list);
    this.paper = h("section", { className: "paper", tabIndex: 0, attrs: { "aria-label": "The article" } });
    this.card = h("section", { className: "claim", attrs: { "aria-label": "The claim" } });
    this.panel = h("div", { className: "panel", hidden: true });
    this.status = h("p", { className: "status", attrs: { role: "status", "aria-live": "polite" } });
    this.help = h("dl", { className: "help", hidden: true }, HELP.map(([keys, words]) => h(
      "div", {}, h("dt", {}, keys.split(" ").map((key) => h("kbd", {}, key))), h("dd", {}, words),
    )));
    this.actions = h("div", { className: "actions", attrs: { role: "toolbar", "aria-label": "Answers" } },
      h("span", { className: "group" },
        button("a", "Agree", "The answers and flags are right", () => this.press("a")),
        button("v", "Wrong voice", "Pick who says it", () => this.press("v")),
        button("b", "Badly split", "Mark the right words in the article", () => this.press("b")),
        button("x", "Suppress", "Pass over the flags, with a reason", () => this.press("x")),
        button("u", "Unsure", "I cannot tell", () => this.press("u")),
        button("l", "Later", "Put it at the end", () => this.press("l"))),
      h("span", { className: "group" },
        button("k", "Previous", "The claim before", () => this.press("k")),
        button("j", "Next", "The claim after", () => this.press("j")),
        button("z", "Undo", "Take the last answer back", () => this.press("z")),
        button("g", "Many", "One answer for a rule and source", () => this.press("g")),
        button("?", "Keys", "Show the keys", () => this.press("?"))));
    this.tools = h("details", { className: "tools" }, h("summary", {}, "Filters"), this.filters);
    this.root = h("div", {
      className: "sayso-review", tabIndex: 0, onkeydown: (event) => this.key(event), onkeyup: (event) => this.leaves(event),
      // JupyterLab would take letters for commands of the notebook.
      attrs: { role: "region", "aria-label": "Review of claims", "data-lm-suppress-shortcuts": "" },
    },
    h("div", { className: "top" }, h("p", { className: "line" }, h("strong", {}, "Review"), this.progress, this.told, h("span", { className: "keys" }, KEYS)), this.tools, this.listBox),
    h("div", { className: "columns" }, this.paper, this.card),
    h("div", { className: "bottom" }, this.panel, this.help, this.actions, this.status));
    el.append(this.root);
  }

  follow() {
    // The page decides whether it is dark: JupyterLab, VS Code and marimo have themes of their own.
    const look = () => {
      let node = this.root.parentElement;
      let colour = "";
      while (node && !colour) {
        const found = getComputedStyle(node).backgroundColor;
        colour = /rgba\(.*, 0\)|transparent/.test(found) ? "" : found;
        node = node.parentElement;
      }
      const parts = (colour.match(/[\d.]+/g) || []).map(Number);
      const dark = parts.length < 3
        ? matchMedia("(prefers-color-scheme: dark)").matches
        : 0.299 * parts[0] + 0.587 * parts[1] + 0.114 * parts[2] < 128;
      this.root.dataset.theme = dark ? "dark" : "light";
    };
    this.media = matchMedia("(prefers-color-scheme: dark)");
    this.look = () => requestAnimationFrame(look);
    this.media.addEventListener("change", this.look);
    this.themes = new MutationObserver(this.look);
    for (const node of [document.documentElement, document.body]) this.themes.observe(node, { attributes: true });
    look();
    this.look();
  }

  close() {
    this.model.off("msg:custom", this.onMessage);
    this.media.removeEventListener("change", this.look);
    this.themes.disconnect();
    for (const { timer } of this.waiting.values()) clearTimeout(timer);
    this.root.remove();
  }

  async start() {
    await this.attempt(async () => {
      const opened = await this.ask({ do: "open" });
      Object.assign(this, { rows: opened.rows, stages: opened.stages, order: opened.order, filter: opened.filter });
      this.buildFilters(opened.choices);
      const wide = this.root.clientWidth > 700;
      this.tools.open = wide;
      // Who begins sees the keys until the first answer.
      this.help.hidden = !wide || this.stages.some((stage) => stage !== "to decide");
      this.say(`${opened.reviewer}, your answers are saved in ${opened.file}.`);
      this.renderProgress();
      await this.show(this.order[0] ?? null);
    });
  }

  // queue and filters

  buildFilters(choices) {
    const any = ["", "any"];
    this.filters.replaceChildren(...FILTERS.flatMap(([name, words, fixed]) => {
      const values = fixed || [any, ...choices[name].map((each) => [each.value, `${each.name} (${each.count})`])];
      if (!fixed && values.length < 3) return [];
      const select = h("select", { name, onchange: () => this.narrow() }, values.map(([value, text]) => h(
        "option", { value, selected: value === String(this.filter[name] ?? "") }, text,
      )));
      return [h("label", {}, words, select)];
    }));
  }

  narrow() {
    this.attempt(async () => {
      const filter = Object.fromEntries([...new FormData(this.filters)].map(([name, value]) => [name, value === "" ? null : name === "article" ? Number(value) : value]));
      this.order = (await this.ask({ do: "queue", filter })).order;
      this.filter = filter;
      this.renderProgress();
      this.say(`${count(this.order.length, "claim")} in the queue.`);
      await this.show(this.order.includes(this.at) ? this.at : this.order[0] ?? null);
    }, true);
  }

  renderProgress() {
    const all = this.filter.shown === "all";
    const counted = this.rows.flatMap((row, at) => (all || row.flagged ? [this.stages[at]] : []));
    const done = counted.filter((stage) => stage === "decided" || stage === "unsure").length;
    this.progress.max = Math.max(1, counted.length);
    this.progress.value = done;
    this.told.textContent = `${done.toLocaleString("en")} of ${count(counted.length, all ? "claim" : "flagged claim")} decided`;
    this.listTitle.textContent = `Queue: ${count(this.order.length, "claim")}`;
    this.renderList();
  }

  renderList() {
    if (!this.listBox.open) return;
    this.list.replaceChildren(...this.order.map((at) => h("li", {}, this.rowButton(at))));
  }

  rowButton(at) {
    const row = this.rows[at];
    const button = h("button", { type: "button", className: `row ${row.severity}`, onclick: () => this.attempt(() => this.show(at), true), attrs: { "data-at": at } },
      h("span", { className: "severity" }, row.severity || "·"),
      h("span", { className: "words" }, row.text), h("span", { className: "source" }, row.source),
      h("span", { className: "sign" }, SIGNS[this.stages[at]]));
    if (at === this.at) button.setAttribute("aria-current", "true");
    return button;
  }

  renewRow(at) {
    const old = this.listBox.open && this.list.querySelector(`[data-at="${at}"]`);
    if (!old) return;
    const row = this.rowButton(at);
    const focused = old === document.activeElement;
    old.replaceWith(row);
    if (focused) row.focus({ preventScroll: true });
  }

  async move(step) {
    if (!this.order.length) return;
    const place = this.order.indexOf(this.at);
    const next = this.order[Math.min(this.order.length - 1, Math.max(0, place + step))];
    if (next === this.at) this.say(step > 0 ? "This is the last claim of the queue." : "This is the first claim of the queue.");
    else await this.show(next);
  }

  /** The next claim of the queue that is to be decided, first behind this one, then from its beginning. */
  following() {
    const place = this.order.indexOf(this.at);
    const around = [...this.order.slice(place + 1), ...this.order.slice(0, place + 1)];
    const open = (wanted) => around.find((at) => at !== this.at && this.stages[at] === wanted);
    return open("to decide") ?? open("later") ?? null;
  }

  // a claim

  async show(at) {
    const before = this.at;
    this.closePanel();
    const within = this.card.contains(document.activeElement);
    this.at = at;
    for (const each of [before, at]) if (each !== null) this.renewRow(each);
    if (at === null) {
      this.claim = null;
      this.card.replaceChildren(h("p", { className: "empty" }, this.rows.length ? "Nothing is left in this queue. Widen the filters to see more." : "No claim was found."));
      this.paper.replaceChildren();
      return;
    }
    this.claim = await this.fetchClaim(at);
    await this.showArticle();
    this.renderClaim();
    this.card.scrollTop = 0;
    if (within) this.root.focus({ preventScroll: true });
    // The next one is fetched while this one is read.
    const next = this.following() ?? this.order[this.order.indexOf(at) + 1];
    if (next !== undefined && next !== this.ahead?.at) this.ahead = { at: next, claim: this.ask({ do: "claim", at: next }).catch(() => null) };
  }

  async fetchClaim(at) {
    const ahead = this.ahead?.at === at ? await this.ahead.claim : null;
    return (ahead ?? await this.ask({ do: "claim", at })).claim;
  }

  async showArticle() {
    const { article, part, number } = this.claim;
    const name = `${article}/${part}`;
    if (this.shownPart !== name) {
      if (!this.parts.has(name)) this.parts.set(name, this.buildArticle(article, (await this.ask({ do: "article", article, part })).article));
      this.shownPart = name;
      this.paper.replaceChildren(...this.parts.get(name).nodes);
    }
    const { covers, voices } = this.parts.get(name);
    this.voices = voices;
    for (const node of this.paper.querySelectorAll(".here")) node.classList.remove("here", "first");
    const here = covers.get(number - 1) || [];
    here.forEach((node) => node.classList.add("here"));
    here[0]?.classList.add("first");
    const box = here[0]?.offsetTop ?? 0;
    this.paper.scrollTop = Math.max(0, box - this.paper.clientHeight / 3);
  }

  buildArticle(article, view) {
    const covers = new Map();
    const places = new Map(this.rows.flatMap((row, at) => (row.article === article ? [[row.number - 1, at]] : [])));
    const text = h("div", { className: "text", lang: view.language });
    for (const segment of view.segments) {
      const node = h("span", { attrs: { "data-at": segment.at } });
      if (segment.point) node.append(h("span", { className: "hidden", textContent: segment.point, attrs: { "data-point": "" } }));
      else node.textContent = segment.text;
      if (segment.role) node.className = `${segment.role} ${segment.look}`;
      for (const number of segment.claims) covers.set(number, [...(covers.get(number) || []), node]);
      if (segment.claims.length) {
        node.classList.add("claimed");
        node.onclick = () => {
          // A click goes to the claim; a drag marks words.
          if (document.getSelection().isCollapsed) this.attempt(() => this.show(places.get(segment.claims[0])));
        };
      }
      text.append(node);
    }
    const nodes = [
      h("h2", {}, view.title), h("p", { className: "about" }, view.about, view.parts > 1 ? ` · part ${view.part + 1} of ${view.parts}` : ""),
      text,
      h("ul", { className: "voices", attrs: { "aria-label": "Voices" } }, view.voices.map((voice) => h("li", { className: voice.look }, voice.name))),
    ];
    return { nodes, covers, voices: view.voices };
  }

  renderClaim() {
    const claim = this.claim;
    const stage = this.stages[this.at];
    const who = claim.chain.length
      ? claim.chain.flatMap((voice, depth) => [
        depth ? h("span", { className: "arrow", attrs: { "aria-label": "quoting" } }, " → ") : "",
        h("span", { className: `voice ${voice.look}` }, voice.name), voice.denied ? " denying" : "", voice.cue ? h("q", {}, voice.cue) : "",
      ])
      : ["The article itself says so"];
    this.card.replaceChildren(
      h("p", { className: "place" }, `${this.order.indexOf(this.at) + 1 || "–"} of ${this.order.length} `,
        stage === "to decide" ? "" : h("span", { className: "stage" }, stage)),
      h("h2", {}, marked(claim.text)),
      h("p", { className: "who" }, ...who, claim.about ? h("span", { className: "time" }, ` · about ${claim.about}`) : "", claim.why_not ? ` · ${claim.why_not}` : ""),
      ...claim.told.map((words) => h("p", { className: "yours" }, words)),
      claim.answered ? h("button", { type: "button", className: "back", onclick: () => this.attempt(() => this.send({ do: "withdraw", at: this.at }, false)) }, "Take your answers back") : "",
      h("ul", { className: "flags" }, claim.flags.map((flag) => h("li", { className: flag.severity },
        h("strong", {}, flag.severity), " ", flag.message, ...flag.elsewhere.map((words) => h("q", {}, words)), " ", h("code", {}, `${flag.rule} ${flag.name}`), flag.state ? `, ${flag.state}` : ""))),
      ...claim.questions.map((question) => this.questionNode(question)),
      claim.questions.length ? "" : h("p", { className: "reason" }, "It was not checked against the references."),
    );
  }

  questionNode(question) {
    const tone = LABELS[question.label];
    const sides = SIDES.map(([stance, name]) => [stance, name, question.evidence.filter((each) => each.stance === stance)])
      .filter(([stance, , found]) => found.length && (stance !== "neither" || question.evidence.every((each) => each.stance === "neither")));
    // Where the other question is settled, what merely comes near is not what to read first.
    const settled = this.claim.questions.some((each) => LABELS[each.label] !== "open");
    const upper = question.name === "said" && this.claim.questions.length > 1;
    return h("section", { className: `question ${tone}`, attrs: { "data-question": question.name } },
      h("h3", {}, question.asked),
      h("p", { className: "plain" }, h("strong", {}, question.plain), " ",
        tone === "open" ? "" : h("span", { className: "sure", title: `confidence ${question.confidence.toFixed(2)}` },
          question.sureness === "open" ? "open: you decide" : question.sureness)),
      h("p", { className: "reason" }, question.reason, question.voices ? ` (${question.voices})` : ""),
      h("div", { className: "sides" }, sides.map(([stance, name, found]) => h("div", { className: `side ${stance}` },
        stance === "neither" && settled
          ? this.folded("What comes nearest", question.name, found)
          : [h("h4", {}, name), this.evidenceNode(question.name, found[0]), found.length > 1 ? this.folded(`${found.length - 1} more`, question.name, found.slice(1)) : ""]))),
      question.further ? h("p", { className: "about" }, `${count(question.further, "further passage")} not shown`) : "",
      h("div", { className: "correct", attrs: { role: "group", "aria-label": `Answer: ${question.asked}` } },
        VERDICTS.map(([answer, words, key]) => {
          const sign = upper ? `⇧${key.toUpperCase()}` : key.toUpperCase();
          const mine = question.answer === answer;
          return h("button", { type: "button", onclick: () => this.attempt(() => this.answer({ answer, question: question.name })), attrs: { "aria-pressed": mine } },
            h("kbd", { attrs: { "aria-hidden": "true" } }, sign), ` ${words}`);
        })));
  }

  folded(words, question, found) {
    return h("details", {}, h("summary", {}, words), found.map((each) => this.evidenceNode(question, each)));
  }

  evidenceNode(question, evidence) {
    const context = h("div", { className: "context", hidden: true, tabIndex: 0, attrs: { "aria-label": "The reference around the passage" } });
    const open = h("button", { type: "button", className: "open", attrs: { "aria-expanded": "false" } }, "Open in context");
    open.onclick = () => this.attempt(async () => {
      if (context.hidden && !context.hasChildNodes()) {
        const found = (await this.ask({ do: "passage", at: this.at, question, evidence: evidence.at })).passage;
        context.append(found.before, h("mark", {}, found.passage), found.after);
      }
      context.hidden = !context.hidden;
      open.setAttribute("aria-expanded", String(!context.hidden));
      if (!context.hidden) context.scrollTop = Math.max(0, context.querySelector("mark").offsetTop - context.clientHeight / 3);
    });
    const title = evidence.url
      ? h("a", { href: evidence.url, target: "_blank", rel: "noopener noreferrer" }, evidence.title)
      : h("cite", {}, evidence.title);
    const from = ["", evidence.publisher, evidence.published, evidence.page ? `page ${evidence.page}` : "", evidence.tier].filter((each, at) => each || !at);
    return h("div", { className: "evidence" },
      h("blockquote", {}, marked(evidence.pieces)),
      h("p", { className: "from" }, title, from.join(" · ")),
      h("p", { className: "from" }, evidence.voice ? "said there by " : "in its own voice", evidence.voice ? h("strong", {}, evidence.voice) : ""),
      open, context);
  }

  // answers

  key(event) {
    if (this.leaves(event)) return;
    event.stopPropagation();
    if (event.key === "Escape") {
      this.closePanel();
      this.root.focus({ preventScroll: true });
      return;
    }
    if (event.target.closest("input:not([type=radio], [type=checkbox]), textarea, select")) return;
    if (this.panel.contains(event.target) && !this.panel.hidden) return;
    if (event.key.length === 1 && this.press(event.key)) event.preventDefault();
  }

  /** Whether a key is one of the notebook or the browser: those with Control and their like are, letters alone are not. */
  leaves(event) {
    const leaves = event.ctrlKey || event.metaKey || event.altKey;
    // JupyterLab looks at this before the event comes here, but after the Control key did.
    this.root.toggleAttribute("data-lm-suppress-shortcuts", !leaves);
    return leaves;
  }

  /** Do what a key stands for; whether it stands for anything. */
  press(key) {
    const lower = key.toLowerCase();
    const verdict = VERDICTS.find(([, , letter]) => letter === lower);
    const plain = { a: "agree", u: "unsure", l: "later" }[lower];
    const panels = { v: "voicePanel", b: "splitPanel", x: "suppressPanel", g: "bulkPanel" };
    if (key === "?") this.help.hidden = !this.help.hidden;
    else if (lower === "z") this.attempt(() => this.send({ do: "undo" }, false), true);
    else if (lower === "j" || lower === "k") this.attempt(() => this.move(lower === "j" ? 1 : -1), true);
    else if (lower === "o") [...this.card.querySelectorAll("button.open")].find((each) => each.checkVisibility())?.click();
    else if (!this.claim && (verdict || plain || panels[lower])) this.say("There is no claim to answer.", true);
    else if (plain) this.attempt(() => this.answer({ answer: plain }));
    else if (verdict) this.attempt(() => this.answerQuestion(verdict[0], key !== lower));
    else if (panels[lower]) this[panels[lower]]();
    else return false;
    return true;
  }

  async answerQuestion(answer, said) {
    const names = this.claim.questions.map((question) => question.name);
    const question = names.length === 1 ? names[0] : said ? "said" : "so";
    if (!names.length) this.say("The claim was not checked against the references.", true);
    else await this.answer({ answer, question });
  }

  answer(told) {
    return this.send({ do: "answer", at: this.at, ...told }, true);
  }

  /** Send an answer, show that it is saved, and go on to the next claim if this one is decided. */
  async send(message, goOn) {
    const saved = await this.ask(message);
    this.closePanel();
    this.help.hidden = true;
    if (String(this.ahead?.at) in saved.stages) this.ahead = null;
    for (const [at, stage] of Object.entries(saved.stages)) {
      this.stages[at] = stage;
      this.renewRow(Number(at));
    }
    this.renderProgress();
    const next = goOn && this.stages[this.at] !== "to decide" ? this.following() : saved.at ?? this.at;
    if (goOn && next === null) await this.show(this.filter.stage === "to decide" ? null : this.at);
    else await this.show(next);
    this.say(saved.said + (goOn && next === null ? " Nothing else is to decide in this queue." : ""));
  }

  // panels

  openPanel(title, fields, submit, words = "Save") {
    this.panel.replaceChildren(h("form", { onsubmit: (event) => { event.preventDefault(); this.attempt(submit); } },
      h("fieldset", {}, h("legend", {}, title), ...fields),
      h("p", { className: "buttons" }, h("button", { type: "submit", className: "main" }, words),
        h("button", { type: "button", onclick: () => { this.closePanel(); this.root.focus({ preventScroll: true }); } }, "Cancel (Esc)"))));
    this.panel.hidden = false;
    (this.panel.querySelector("input, select, button") || this.panel).focus({ preventScroll: true });
  }

  closePanel() {
    if (!this.panel.hidden && this.panel.contains(document.activeElement)) this.root.focus({ preventScroll: true });
    this.panel.hidden = true;
    this.panel.replaceChildren();
    this.marking = null;
  }

  voicePanel() {
    const names = [...this.voices.map((voice) => voice.name), "the article itself"];
    const selected = this.selection();
    const radios = names.map((name, index) => h("label", { className: "choice" },
      h("input", { type: "radio", name: "voice", value: String(index), required: true }), ` ${name}`));
    const words = h("span", { className: "picked" }, selected.words ? `“${selected.words}”` : "the words that you mark in the article");
    const marked = h("input", { type: "radio", name: "voice", value: "words", required: true, checked: Boolean(selected.words) });
    this.follows(words, marked);
    const typed = this.typed(() => { marked.checked = true; });
    this.openPanel("Who says it?", [h("div", { className: "choices" }, radios, h("label", { className: "choice" }, marked, " ", words)), typed], async () => {
      const picked = new FormData(this.panel.querySelector("form")).get("voice");
      if (picked === "words") await this.answer({ answer: "wrong voice", ...this.words() });
      else await this.answer({ answer: "wrong voice", voice: Number(picked) });
    });
  }

  splitPanel() {
    const selected = this.selection();
    const words = h("output", { className: "picked" }, selected.words ? `“${selected.words}”` : "Mark the words of the claim in the article.");
    this.follows(words);
    this.openPanel("Which words are the claim?", [h("p", {}, words), this.typed()], () => this.answer({ answer: "badly split", ...this.words() }));
  }

  suppressPanel() {
    if (!this.claim.flags.length) return this.say("The claim has no flags to suppress.", true);
    const boxes = this.claim.flags.map((flag) => h("label", { className: "choice" },
      h("input", { type: "checkbox", name: "flag", value: flag.identity, checked: true }), ` ${flag.rule} ${flag.name}`));
    const reason = h("input", { name: "reason", required: true, maxLength: 1000, attrs: { "aria-label": "Reason" } });
    this.openPanel("Suppress with a reason", [h("label", { className: "wide" }, "Reason ", reason), h("div", { className: "choices" }, boxes)], async () => {
      const data = new FormData(this.panel.querySelector("form"));
      await this.answer({ answer: "suppress", reason: data.get("reason"), flags: data.getAll("flag") });
    }, "Suppress");
    reason.focus();
  }

  bulkPanel() {
    const rules = [...new Map(this.claim.flags.map((flag) => [flag.rule, `${flag.rule} ${flag.name}`]))];
    if (!rules.length) return this.say("The claim has no flag of which there could be more.", true);
    const source = this.rows[this.at].source;
    const select = h("select", { name: "rule" }, rules.map(([value, text]) => h("option", { value }, text)));
    const answers = h("select", { name: "decision" }, h("option", { value: "right" }, "right"), h("option", { value: "known" }, "known"), h("option", { value: "false alarm" }, "false alarm"));
    const reason = h("input", { name: "reason", maxLength: 1000, required: true });
    const told = h("output");
    const fields = () => Object.fromEntries(new FormData(this.panel.querySelector("form")));
    const recount = () => this.attempt(async () => {
      const { many } = await this.ask({ do: "count", at: this.at, rule: select.value });
      told.textContent = `${count(many, "flag")} not decided yet, by “${source}”.`;
    });
    select.onchange = recount;
    this.openPanel("One answer for a rule and source", [
      h("label", {}, "Flags ", select), h("label", {}, "are ", answers), h("label", { className: "wide" }, "Reason ", reason), h("p", {}, told),
    ], () => this.send({ do: "many", at: this.at, ...fields() }, true), "Save for all");
    recount();
  }

  // words marked in the article, as offsets of the text

  follows(output, radio) {
    this.marking = this.selection();
    this.onSelect ??= () => this.noteSelection?.();
    document.removeEventListener("selectionchange", this.onSelect);
    document.addEventListener("selectionchange", this.onSelect);
    this.noteSelection = () => {
      const found = this.selection();
      if (this.panel.hidden || !found.spans.length) return;
      this.marking = found;
      output.textContent = `“${found.words}”`;
      if (radio) radio.checked = true;
    };
  }

  /** For who cannot mark words with a pointer. */
  typed(oninput = null) {
    return h("label", { className: "wide" }, "or type the words", h("input", { name: "words", maxLength: 1000, oninput }));
  }

  /** The words that were typed, or else those that were marked. */
  words() {
    const words = this.panel.querySelector("[name=words]").value.trim();
    const spans = this.marking?.spans ?? [];
    if (!words && !spans.length) throw new Error("Mark words in the article first, or type them.");
    return words ? { words } : { spans };
  }

  selection() {
    const chosen = document.getSelection();
    const spans = [];
    const words = [];
    for (let i = 0; i < chosen.rangeCount; i += 1) {
      const range = chosen.getRangeAt(i);
      const start = this.offset(range.startContainer, range.startOffset);
      const end = this.offset(range.endContainer, range.endOffset);
      if (start !== null && end !== null && start < end) {
        spans.push([start, end]);
        words.push(range.toString());
      }
    }
    return { spans, words: words.join(" … ") };
  }

  /** The offset, in characters of the article, of a place in the page; null outside of the article. */
  offset(node, inside) {
    const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
    const segment = element.closest?.("[data-at]");
    if (!segment || !this.paper.contains(segment)) {
      const text = element.closest?.(".text");
      if (!text || !this.paper.contains(text)) return null;
      const next = text.childNodes[inside];
      if (next) return Number(next.dataset.at);
      const last = text.lastElementChild;
      return last ? Number(last.dataset.at) + this.length(last) : null;
    }
    const at = Number(segment.dataset.at);
    if (node.nodeType !== Node.TEXT_NODE) return at + (inside > 0 ? this.length(segment) : 0);
    if (segment.querySelector("[data-point]")) return at + (inside > 0 ? 1 : 0);
    return at + [...node.data.slice(0, inside)].length;
  }

  length(segment) {
    return segment.querySelector("[data-point]") ? 1 : [...segment.textContent].length;
  }
}

export default {
  render({ model, el }) {
    const review = new Review(model, el);
    return () => review.close();
  },
};
