// <page-messages data-failed>: says aloud what htmx could not fetch; the page stays as it was.
class PageMessages extends HTMLElement {
  connectedCallback() {
    for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
      document.addEventListener(name, () => this.say(this.dataset.failed));
    }
  }

  say(text) {
    const note = document.createElement("p");
    note.className = "note is-bad";
    note.textContent = text;
    this.replaceChildren(note);
    this.scrollIntoView({ block: "nearest" });
  }
}

customElements.define("page-messages", PageMessages);
