// <dialog-opener> around a link to #id opens that dialog as a modal; without script the link's target shows it.
class DialogOpener extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", (event) => {
      const link = event.target.closest("a");
      const dialog = link && document.getElementById(link.hash.slice(1));
      if (!dialog?.showModal) return;
      event.preventDefault();
      dialog.showModal();
      dialog.dispatchEvent(new CustomEvent("dialog:open", { bubbles: true }));
    });
  }
}

customElements.define("dialog-opener", DialogOpener);

document.addEventListener("click", (event) => {
  const dialog = event.target.closest("dialog[open]");
  if (!dialog) return;
  if (event.target.closest("[data-close]") || event.target === dialog) {
    event.preventDefault();
    dialog.close();
  }
});
