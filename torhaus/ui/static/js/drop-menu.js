// <drop-menu> around <details>: closes by Escape and when the focus or a click goes elsewhere.
class DropMenu extends HTMLElement {
  connectedCallback() {
    this.details = this.querySelector("details");
    this.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !this.details.open) return;
      this.details.open = false;
      this.details.querySelector("summary").focus();
    });
    this.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !this.contains(event.relatedTarget)) this.details.open = false;
    });
    this.away = (event) => this.contains(event.target) || (this.details.open = false);
    document.addEventListener("click", this.away);
  }

  disconnectedCallback() {
    document.removeEventListener("click", this.away);
  }
}

customElements.define("drop-menu", DropMenu);
