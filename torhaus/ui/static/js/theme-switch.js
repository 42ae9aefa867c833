// <theme-switch> around the form: the page changes at once, the server is told in the background.
class ThemeSwitch extends HTMLElement {
  connectedCallback() {
    this.addEventListener("submit", (event) => {
      if (!event.submitter) return;
      event.preventDefault();
      this.choose(event.target, event.submitter);
    });
  }

  choose(form, chosen) {
    const root = document.documentElement;
    if (chosen.value === "system") delete root.dataset.theme;
    else root.dataset.theme = chosen.value;
    for (const button of form.querySelectorAll("button")) button.setAttribute("aria-pressed", String(button === chosen));
    fetch(form.action, { method: "POST", body: new FormData(form, chosen), redirect: "manual" });
  }
}

customElements.define("theme-switch", ThemeSwitch);
