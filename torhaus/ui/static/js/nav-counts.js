// <nav-counts src>: fetches {key: number} after the page and writes it into every [data-count-key].
class NavCounts extends HTMLElement {
  connectedCallback() {
    this.show(this.remembered());
    this.load();
  }

  async load() {
    const answer = await fetch(this.getAttribute("src"), { headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer?.ok || answer.redirected) return;
    const counts = await answer.json();
    sessionStorage.setItem(this.key, JSON.stringify(counts));
    this.show(counts);
  }

  // with the name in the frame: whoever logs in next in this tab does not see the last one's numbers
  get key() {
    const person = document.querySelector(".person, .me")?.textContent.trim() ?? "";
    return `counts ${this.getAttribute("src")} ${person}`;
  }

  remembered() {
    try {
      return JSON.parse(sessionStorage.getItem(this.key)) ?? {};
    } catch {
      return {};
    }
  }

  show(counts) {
    for (const place of document.querySelectorAll("[data-count-key]")) {
      const count = counts[place.dataset.countKey];
      place.textContent = count ? (count > 99 ? "99+" : String(count)) : "";
    }
  }
}

customElements.define("nav-counts", NavCounts);
