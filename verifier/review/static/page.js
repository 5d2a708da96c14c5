// The page that `sayso review` serves: gives the widget the `model` that a notebook would, over fetch.

import widget from "./review.js";

class Model {
  constructor() {
    this.listeners = new Map();
  }

  on(name, listener) {
    this.listeners.set(name, [...(this.listeners.get(name) || []), listener]);
  }

  off(name, listener) {
    this.listeners.set(name, (this.listeners.get(name) || []).filter((each) => each !== listener));
  }

  async send(message) {
    let answer;
    try {
      const response = await fetch("/message", {
        method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(message),
      });
      answer = response.ok ? await response.json() : { error: (await response.text()).trim() };
    } catch {
      answer = { error: "No answer from `sayso review`: if it ended, start it again. What was saved is kept." };
    }
    for (const listener of this.listeners.get("msg:custom") || []) listener({ ...answer, id: message.id, view: message.view });
  }
}

widget.render({ model: new Model(), el: document.querySelector("main") });
document.querySelector(".sayso-review").focus();
