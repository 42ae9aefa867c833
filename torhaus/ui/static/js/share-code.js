// <share-code data-from="#id" data-name="x.png" hidden> hands the drawn code (SVG) as a picture to another app of the phone.
const SIDE = 720;

class ShareCode extends HTMLElement {
  connectedCallback() {
    const sample = new File([new Blob()], this.dataset.name, { type: "image/png" });
    if (!navigator.canShare?.({ files: [sample] })) return;
    this.hidden = false;
    this.addEventListener("click", () => this.share());
  }

  async share() {
    const picture = await this.picture();
    const file = new File([picture], this.dataset.name, { type: "image/png" });
    try {
      await navigator.share({ files: [file], title: this.dataset.title });
    } catch (error) {
      if (error.name !== "AbortError") throw error;
    }
  }

  async picture() {
    const code = document.querySelector(`${this.dataset.from} svg`).cloneNode(true);
    code.setAttribute("width", SIDE);
    code.setAttribute("height", SIDE);
    const image = new Image(SIDE, SIDE);
    image.src = URL.createObjectURL(new Blob([code.outerHTML], { type: "image/svg+xml" }));
    await image.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width: SIDE, height: SIDE });
    canvas.getContext("2d").drawImage(image, 0, 0, SIDE, SIDE);
    URL.revokeObjectURL(image.src);
    return new Promise((done) => canvas.toBlob(done, "image/png"));
  }
}

customElements.define("share-code", ShareCode);
