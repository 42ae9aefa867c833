// <print-button hidden> around a button prints the page; without script it stays away, for the PDF prints as well.
class PrintButton extends HTMLElement {
  connectedCallback() {
    this.hidden = false;
    this.addEventListener("click", () => print());
  }
}

customElements.define("print-button", PrintButton);
