// <list-keys> around a table or a list of links: J/K move, Enter opens, X picks. Off where data-shortcuts is "off" on <html>.
const isTyping = (target) => target.closest("input:not([type=checkbox]), textarea, select, [contenteditable], dialog");

class ListKeys extends HTMLElement {
  connectedCallback() {
    this.press = (event) => this.pressed(event);
    document.addEventListener("keydown", this.press);
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.press);
  }

  get rows() {
    return [...this.querySelectorAll("tbody tr, li")].filter((row) => row.querySelector("a[href]"));
  }

  pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (document.documentElement.dataset.shortcuts === "off") return;
    const step = { j: 1, k: -1 }[event.key];
    if (step) this.move(step);
    else if (event.key === "x") this.pick();
    else return;
    event.preventDefault();
  }

  move(step) {
    const rows = this.rows;
    const from = rows.findIndex((row) => row.classList.contains("at") || row.contains(document.activeElement));
    const row = rows[Math.min(rows.length - 1, Math.max(0, from + step))];
    if (!row) return;
    rows.forEach((other) => other.classList.toggle("at", other === row));
    row.querySelector("a[href]").focus();
    row.scrollIntoView({ block: "nearest" });
  }

  pick() {
    const box = this.querySelector(".at input[type=checkbox]");
    box?.click();
  }
}

customElements.define("list-keys", ListKeys);
