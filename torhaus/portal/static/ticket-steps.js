// <ticket-steps data-draft="key"> around a form of several .step sections: shows one at a time and keeps what was typed on
// this device until the report has arrived. Without script all sections stand below each other.
// <ticket-draft data-done>: stands on the page of a ticket and forgets the kept words.
const PREFIX = "torhaus-draft-";

class TicketSteps extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.steps = [...this.querySelectorAll(".step")];
    this.tabs = [...this.querySelectorAll("[data-go]")];
    this.classList.add("on");
    this.querySelector(".wizard").hidden = false;
    this.tabs.forEach((tab) => tab.addEventListener("click", () => this.go(Number(tab.dataset.go))));
    this.querySelector("[data-next]").addEventListener("click", () => this.go(this.at + 1));
    this.querySelector("[data-back]").addEventListener("click", () => this.go(this.at - 1));
    this.form.addEventListener("input", () => this.keep());
    this.form.addEventListener("keydown", (event) => this.pressed(event));
    document.addEventListener("click", (event) => this.followed(event));
    const failed = this.steps.findIndex((step) => step.querySelector("[aria-invalid=true], .error"));
    const refused = document.querySelector("error-summary"); // of the whole: said where it was sent
    if (failed < 0 && !refused) this.restore();
    this.show(failed < 0 && refused ? this.steps.length - 1 : Math.max(0, failed));
  }

  go(number) {
    this.show(Math.min(this.steps.length - 1, Math.max(0, number)));
    const section = this.steps[this.at];
    section.tabIndex = -1;
    section.focus({ preventScroll: true });
    this.scrollIntoView({ block: "start" });
  }

  show(number) {
    this.at = number;
    this.steps.forEach((step, index) => step.classList.toggle("at", index === number));
    this.tabs.forEach((tab, index) => {
      tab.classList.toggle("past", index < number);
      if (index === number) tab.setAttribute("aria-current", "step");
      else tab.removeAttribute("aria-current");
    });
    const isLast = number === this.steps.length - 1;
    this.querySelector("[data-back]").hidden = number === 0;
    this.querySelector("[data-next]").hidden = isLast;
    this.querySelector("[data-send]").hidden = !isLast;
  }

  // Enter in a line leads on; only the last step sends.
  pressed(event) {
    if (event.key !== "Enter" || !event.target.matches("input:not([type=file])") || this.at === this.steps.length - 1) return;
    event.preventDefault();
    this.go(this.at + 1);
  }

  // A link of the error summary opens the step of its field first.
  followed(event) {
    const link = event.target.closest("error-summary a");
    const field = link && document.getElementById(link.hash.slice(1));
    const step = this.steps.findIndex((section) => section.contains(field));
    if (field && step >= 0) this.show(step);
  }

  get words() {
    return [...this.form.elements].filter((field) => field.matches("textarea, input[type=text], input[type=tel]") && field.name);
  }

  keep() {
    const kept = Object.fromEntries(this.words.map((field) => [field.name, field.value]));
    localStorage.setItem(PREFIX + this.dataset.draft, JSON.stringify(kept));
  }

  restore() {
    const kept = JSON.parse(localStorage.getItem(PREFIX + this.dataset.draft) ?? "{}");
    for (const field of this.words) if (!field.value && kept[field.name]) field.value = kept[field.name];
  }
}

class TicketDraft extends HTMLElement {
  connectedCallback() {
    for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
  }
}

customElements.define("ticket-steps", TicketSteps);
customElements.define("ticket-draft", TicketDraft);
