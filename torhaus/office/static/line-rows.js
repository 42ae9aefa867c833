// <line-rows data-prefix>: adds an empty row from its template, and empties and hides one, without asking the server.
// Without script the buttons send the form, and the server answers with more rows or one less. An empty row counts as none.

class LineRows extends HTMLElement {
  connectedCallback() {
    this.template = this.querySelector("template");
    this.total = this.querySelector(`[name="${this.dataset.prefix}-TOTAL_FORMS"]`);
    this.querySelector("[data-add]").addEventListener("click", (event) => {
      event.preventDefault();
      this.add();
    });
    this.addEventListener("click", (event) => {
      const button = event.target.closest("[data-remove]");
      if (!button) return;
      event.preventDefault();
      this.drop(button.closest("[data-row]"));
    });
  }

  drop(row) {
    const rows = [...this.querySelectorAll("[data-row]:not([hidden])")];
    const next = rows[rows.indexOf(row) + 1] ?? rows[rows.indexOf(row) - 1];
    for (const input of row.querySelectorAll("input")) input.value = "";
    row.hidden = true;
    (next?.querySelector("input") ?? this.querySelector("[data-add]")).focus();
    this.dispatchEvent(new Event("input", { bubbles: true }));
  }

  add() {
    const row = this.template.content.firstElementChild.cloneNode(true);
    for (const element of [row, ...row.querySelectorAll("*")]) this.number(element, this.total.value);
    this.template.before(row);
    this.total.value = Number(this.total.value) + 1;
    row.querySelector("input").focus();
  }

  number(element, index) {
    for (const { name, value } of [...element.attributes]) {
      if (value.includes("__prefix__")) element.setAttribute(name, value.replace("__prefix__", index));
    }
  }
}

customElements.define("line-rows", LineRows);
