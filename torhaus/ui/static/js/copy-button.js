// <copy-button data-text data-done> shows itself where copying works, copies, and says so.
class CopyButton extends HTMLElement {
  connectedCallback() {
    this.hidden = !navigator.clipboard;
    this.addEventListener("click", () => this.copy());
  }

  async copy() {
    await navigator.clipboard.writeText(this.dataset.text);
    const status = document.getElementById("messages");
    const button = this.querySelector("button");
    button.classList.add("is-ok");
    const said = document.createElement("span");
    said.className = "sr";
    said.textContent = this.dataset.done;
    status?.append(said);
    setTimeout(() => {
      button.classList.remove("is-ok");
      said.remove();
    }, 2000);
  }
}

customElements.define("copy-button", CopyButton);
