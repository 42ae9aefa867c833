// <form-guard> around a form: asks before changed input is lost, and sends once however often somebody clicks.
class FormGuard extends HTMLElement {
  isChanged = false;
  isSent = false;

  connectedCallback() {
    this.isChanged = this.querySelector('[aria-invalid="true"], [data-unsaved]') !== null; // came back, not saved yet
    this.leave = (event) => this.isChanged && event.preventDefault();
    this.back = () => (this.isSent = false);
    addEventListener("beforeunload", this.leave);
    addEventListener("pageshow", this.back);
    this.addEventListener("input", () => (this.isChanged = true));
    this.addEventListener("htmx:afterRequest", () => (this.isSent = this.isChanged = false));
    this.addEventListener("submit", (event) => this.submitted(event));
  }

  disconnectedCallback() {
    removeEventListener("beforeunload", this.leave);
    removeEventListener("pageshow", this.back);
  }

  submitted(event) {
    if (this.isSent) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    this.isChanged = false;
    this.isSent = true;
    setTimeout(this.back, 5000);
  }
}

customElements.define("form-guard", FormGuard);
