// <select-filter label> around a long <select>: a search field above it keeps the options that hold every typed word.
const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replaceAll("ß", "ss").toLowerCase();

class SelectFilter extends HTMLElement {
  connectedCallback() {
    this.select = this.querySelector("select");
    this.all = [...this.select.options].map((option) => ({ option, text: fold(option.text) }));
    this.field = Object.assign(document.createElement("input"), { type: "search", className: "input", autocomplete: "off" });
    this.field.setAttribute("aria-label", this.getAttribute("label"));
    this.field.placeholder = this.getAttribute("label");
    this.field.addEventListener("input", () => this.narrow());
    this.field.addEventListener("keydown", (event) => event.key === "Enter" && this.take(event));
    this.prepend(this.field);
  }

  narrow() {
    const words = fold(this.field.value).split(/\s+/);
    const chosen = this.select.selectedOptions[0];
    const kept = this.all.filter(({ option, text }) => option === chosen || words.every((word) => text.includes(word)));
    this.select.replaceChildren(...kept.map(({ option }) => option));
  }

  // Enter takes the first hit and does not send the form.
  take(event) {
    event.preventDefault();
    const words = fold(this.field.value).split(/\s+/);
    const hit = this.all.find(({ option, text }) => option.value && words.every((word) => text.includes(word)));
    if (!hit) return;
    hit.option.selected = true;
    this.select.dispatchEvent(new Event("change", { bubbles: true }));
    this.select.focus();
  }
}

customElements.define("select-filter", SelectFilter);
