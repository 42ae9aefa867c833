// <ticket-inbox> around the panes: at a desk a click in the list opens the ticket beside it, without a new page.
// Keys: the element that carries data-shortcut="p" is pressed by P, and so on. Off where data-shortcuts is "off" on <html>.
const isTyping = (target) => target.closest("input:not([type=checkbox]), textarea, select, [contenteditable], dialog");

class TicketInbox extends HTMLElement {
  connectedCallback() {
    this.wide = matchMedia("(min-width: 900px)");
    this.addEventListener("click", (event) => this.clicked(event));
    this.addEventListener("htmx:afterSwap", () => this.opened());
    this.press = (event) => this.pressed(event);
    document.addEventListener("keydown", this.press);
    this.querySelector(".tk[aria-current]")?.scrollIntoView({ block: "nearest" });
    this.toEnd();
    this.count();
  }

  // How many tickets wait in each view: as remembered at once, then as it is.
  async count() {
    this.showCounts(JSON.parse(sessionStorage.getItem("ticket-counts") ?? "{}"));
    const answer = await fetch(this.dataset.counts, { headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer?.ok) return;
    const counts = await answer.json();
    sessionStorage.setItem("ticket-counts", JSON.stringify(counts));
    this.showCounts(counts);
  }

  showCounts(counts) {
    for (const place of this.querySelectorAll("[data-view-count]")) {
      const count = counts[place.dataset.viewCount];
      place.textContent = count ? (count > 99 ? "99+" : String(count)) : "";
    }
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.press);
  }

  clicked(event) {
    const link = event.target.closest(".tk a.ti");
    const isPlain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) && event.button === 0;
    if (!link || !isPlain || !this.wide.matches || !window.htmx) return;
    if (this.hasUnsent && !confirm(this.unsent.dataset.guard)) return event.preventDefault();
    event.preventDefault();
    this.mark(link.closest(".tk"));
    window.htmx.ajax("GET", link.getAttribute("href"), { target: this.querySelector("#opened"), swap: "innerHTML" });
  }

  get unsent() {
    return this.querySelector(".cmp");
  }

  get hasUnsent() {
    return Boolean(this.unsent?.querySelector("textarea").value.trim());
  }

  mark(row) {
    for (const other of this.querySelectorAll(".tk")) other.removeAttribute("aria-current");
    row.setAttribute("aria-current", "true");
    this.classList.add("has-open");
  }

  opened() {
    const title = this.querySelector(".det")?.dataset.title;
    if (title) document.title = `${title} – ${document.title.split(" – ").slice(-2).join(" – ")}`;
    this.toEnd();
  }

  // The newest message is what one came for.
  toEnd() {
    const pane = this.querySelector(".det");
    if (pane && this.wide.matches && !location.hash) pane.scrollTop = pane.scrollHeight;
  }

  pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (document.documentElement.dataset.shortcuts === "off") return;
    const target = /^[a-z]$/.test(event.key) && document.querySelector(`[data-shortcut="${event.key}"]`);
    if (!target) return;
    event.preventDefault();
    target.click();
  }
}

customElements.define("ticket-inbox", TicketInbox);
addEventListener("popstate", () => document.querySelector("ticket-inbox") && location.reload());
