// <line-editor> around numbered form rows: adds, moves and removes them without a round trip; without it blank rows do.
class LineEditor extends HTMLElement {
  connectedCallback() {
    this.list = this.querySelector("ol");
    this.template = this.querySelector("template");
    this.total = this.querySelector(`[name="${this.dataset.prefix}-TOTAL_FORMS"]`);
    this.querySelector("[data-add]").hidden = false;
    this.querySelector("[data-hint]").hidden = true;
    this.rows.forEach((row) => this.equip(row));
    this.blanks = this.rows.filter((row) => "blank" in row.dataset);
    this.blanks.splice(0, this.blanks.length === this.rows.length ? 1 : 0);
    this.blanks.forEach((row) => (row.hidden = true));
    this.addEventListener("click", (event) => this.clicked(event));
    this.number();
  }

  get rows() {
    return [...this.list.querySelectorAll("[data-row]")];
  }

  equip(row) {
    row.querySelector(".l-tools").hidden = false;
    row.querySelector(".l-del").hidden = true;
    row.querySelector(".l-pos").hidden = true;
  }

  clicked(event) {
    const button = event.target.closest("button[data-add], button[data-up], button[data-down], button[data-remove]");
    if (!button) return;
    const row = button.closest("[data-row]");
    if ("add" in button.dataset) this.add();
    if ("up" in button.dataset && row.previousElementSibling) row.previousElementSibling.before(row);
    if ("down" in button.dataset && row.nextElementSibling) row.nextElementSibling.after(row);
    if ("remove" in button.dataset) this.remove(row);
    else if (row) button.focus();
    this.number();
    this.dispatchEvent(new Event("input", { bubbles: true }));
    this.dispatchEvent(new CustomEvent("lines:changed", { bubbles: true }));
  }

  add() {
    const blank = this.blanks.shift();
    if (blank) blank.hidden = false;
    (blank ?? this.copy()).querySelector(".l-text input").focus();
  }

  copy() {
    const index = Number(this.total.value);
    const holder = document.createElement("ol");
    holder.innerHTML = this.template.innerHTML.replaceAll("__prefix__", String(index));
    const row = holder.firstElementChild;
    this.total.value = String(index + 1);
    this.list.append(row);
    this.equip(row);
    return row;
  }

  remove(row) {
    row.querySelector(".l-del input").checked = true;
    row.hidden = true;
    const rest = this.rows.filter((other) => !other.hidden);
    (rest.at(-1)?.querySelector(".l-text input") ?? this.querySelector("[data-add]")).focus();
  }

  number() {
    this.rows.forEach((row, index) => (row.querySelector(".l-pos input").value = String(index + 1)));
  }
}

customElements.define("line-editor", LineEditor);
