// <line-rows data-prefix>: adds an empty row from its template without asking the server.
// Without script the button sends the form, and the server answers with more rows.

class LineRows extends HTMLElement {
  connectedCallback() {
    this.template = this.querySelector("template");
    this.total = this.querySelector(`[name="${this.dataset.prefix}-TOTAL_FORMS"]`);
    this.querySelector("[data-add]").addEventListener("click", (event) => {
      event.preventDefault();
      this.add();
    });
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
