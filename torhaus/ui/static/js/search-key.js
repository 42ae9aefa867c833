// <search-key>: the slash leads to the page's search field, else to the search page. Off where data-shortcuts is "off" on <html>.
class SearchKey extends HTMLElement {
  connectedCallback() {
    this.press = (event) => this.pressed(event);
    document.addEventListener("keydown", this.press);
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.press);
  }

  pressed(event) {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    if (document.documentElement.dataset.shortcuts === "off") return;
    const target = document.querySelector("[data-search]") ?? document.querySelector("a.find");
    if (!target?.checkVisibility()) return;
    event.preventDefault();
    target.focus();
    if (target.matches("a")) target.click();
  }
}

customElements.define("search-key", SearchKey);
