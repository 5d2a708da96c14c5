"use strict";
(() => {
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const cards = all(".card");
  const tools = document.querySelector(".tools");
  const unfolding = () => tools.elements.fold.getAttribute("aria-pressed") === "true";

  for (const voice of [...new Set(cards.map((card) => card.dataset.voice))]) {
    tools.elements.voice.append(new Option(voice, voice));
  }

  function filter() {
    const { group, voice, words } = tools.elements;
    const wanted = words.value.trim().toLocaleLowerCase();
    const any = Boolean(group.value || voice.value || wanted);
    for (const card of cards) {
      card.hidden = Boolean(
        (group.value && card.dataset.group !== group.value) ||
        (voice.value && card.dataset.voice !== voice.value) ||
        (wanted && !card.textContent.toLocaleLowerCase().includes(wanted)));
    }
    for (const part of all(".group")) {
      part.hidden = all(".card", part).every((card) => card.hidden);
      if (part.tagName === "DETAILS" && any) part.open = true;
    }
    for (const column of all(".cards")) {
      column.querySelector(".none").hidden = !any || all(".card", column).some((card) => !card.hidden);
    }
  }

  function fold() {
    const open = !unfolding();
    tools.elements.fold.setAttribute("aria-pressed", String(open));
    tools.elements.fold.textContent = open ? "Fold all" : "Unfold all";
    for (const each of all(".card, details.group")) each.open = open;
  }

  const opened = (element) => {
    for (let each = element; each; each = each.parentElement) if (each.tagName === "DETAILS") each.open = true;
  };
  const seen = () => cards.filter((card) => !card.hidden);
  const current = () => document.activeElement.closest(".card");

  function go(card) {
    if (!card) return;
    opened(card.parentElement);
    card.querySelector("summary").focus();
    card.scrollIntoView({ block: "nearest" });
  }

  function step(by, fits = () => true) {
    const shown = seen();
    const from = shown.indexOf(current());
    for (let at = from < 0 && by < 0 ? shown.length - 1 : from + by; at >= 0 && at < shown.length; at += by) {
      if (fits(shown[at])) return go(shown[at]);
    }
  }

  function back() {
    const ref = document.activeElement.closest(".ref");
    const target = ref ? ref.hash : current()?.querySelector(".back a")?.hash;
    if (!target) return;
    location.hash = target;
    const reached = document.querySelector(target);
    opened(reached);
    (reached.closest(".card")?.querySelector("summary") ?? reached).focus();
  }

  function evidence() {
    const card = current();
    if (!card) return;
    card.open = true;
    (card.querySelector(".quote a") ?? card.querySelector(".body")).focus();
  }

  const keys = {
    j: () => step(1), k: () => step(-1), n: () => step(1, (card) => "error conflict".includes(card.dataset.group)),
    o: () => { const card = current(); if (card) card.open = !card.open; },
    e: evidence, b: back,
    f: () => document.querySelector("#figures").click(), "/": () => tools.elements.words.focus(),
  };
  document.addEventListener("keydown", (event) => {
    // Keys that are letters can be turned off: they are in the way of those who speak to their machine (WCAG 2.1.4).
    const typing = event.target.closest("input[type=search], select") || !tools.elements.keys.checked;
    if (typing || event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });
  // A claim may stand in several pieces of the article: all of them are shown where it is gone to.
  function arrived() {
    const target = document.getElementById(location.hash.slice(1));
    const claim = location.hash.match(/^#[ch]-(\d+-\d+)$/);
    opened(target);
    for (const piece of all("mark.current")) piece.classList.remove("current");
    for (const piece of claim ? all(`.m-${claim[1]}`) : []) piece.classList.add("current");
  }
  addEventListener("hashchange", arrived);
  arrived();
  tools.addEventListener("input", filter);
  tools.addEventListener("submit", (event) => event.preventDefault());
  tools.elements.fold.addEventListener("click", fold);
  tools.hidden = false;
  for (const part of all(".keys")) part.hidden = false;
})();
