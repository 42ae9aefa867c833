// <signature-pad>: draws with finger, pen or mouse and keeps the strokes as JSON in its hidden field.
// Whoever uses no pointer confirms with the typed name; this element is not needed for that.
import SignaturePad from "../vendor/signature_pad.js";

class SignatureField extends HTMLElement {
  connectedCallback() {
    this.canvas = this.querySelector("canvas");
    this.field = this.querySelector("input[type=hidden]");
    this.pad = new SignaturePad(this.canvas, { penColor: "rgb(16, 28, 48)", minWidth: 0.8, maxWidth: 2.6 });
    this.pad.addEventListener("endStroke", () => this.keep());
    this.querySelector("[data-clear]").addEventListener("click", () => this.clear());
    this.observer = new ResizeObserver(() => this.fit());
    this.observer.observe(this.canvas);
  }

  disconnectedCallback() {
    this.observer.disconnect();
    this.pad.off();
  }

  // The canvas has the screen's real pixels; what was drawn is drawn again.
  fit() {
    const { width, height } = this.canvas.getBoundingClientRect();
    const ratio = Math.max(devicePixelRatio, 1);
    if (!width || this.canvas.width === Math.round(width * ratio)) return;
    const strokes = this.pad.toData();
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    this.canvas.getContext("2d").scale(ratio, ratio);
    this.pad.clear();
    if (strokes.length) this.pad.fromData(strokes);
    else if (this.field.value) this.restore();
  }

  restore() {
    try {
      const { strokes } = JSON.parse(this.field.value);
      this.pad.fromData(strokes.map((points) => ({ points: points.map(([x, y, pressure, time]) => ({ x, y, pressure, time })) })));
    } catch {
      this.field.value = "";
    }
  }

  keep() {
    const { width, height } = this.canvas.getBoundingClientRect();
    const strokes = this.pad.toData().map((stroke) => stroke.points.map(({ x, y, pressure, time }) => [
      Math.round(x * 10) / 10, Math.round(y * 10) / 10, Math.round((pressure ?? 0.5) * 100) / 100, time ?? 0,
    ]));
    this.field.value = JSON.stringify({ width: Math.round(width), height: Math.round(height), strokes });
    this.dispatchEvent(new CustomEvent("signature:change", { bubbles: true }));
  }

  clear() {
    this.pad.clear();
    this.field.value = "";
    this.dispatchEvent(new CustomEvent("signature:change", { bubbles: true }));
  }
}

customElements.define("signature-pad", SignatureField);
