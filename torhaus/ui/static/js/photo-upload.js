// <photo-upload data-max data-caption data-remove data-caption-name>: shrinks photos in the browser, shows them, takes captions.
// <file-upload>: names the chosen files beside the drop zone. Without script both are plain file inputs.

async function shrunk(file, longest) {
  if (!file.type.startsWith("image/") || file.type === "image/svg+xml") return file;
  const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" }).catch(() => null);
  if (!bitmap) return file;
  const scale = Math.min(1, longest / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(bitmap.width * scale);
  canvas.height = Math.round(bitmap.height * scale);
  canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.86));
  if (!blob || blob.size >= file.size) return file;
  return new File([blob], file.name.replace(/\.[^.]+$/, "") + ".jpg", { type: "image/jpeg", lastModified: file.lastModified });
}

class DropZone extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input[type=file]");
    this.input.addEventListener("change", () => this.chosen([...this.input.files]));
    for (const name of ["dragover", "dragleave", "drop"]) {
      this.addEventListener(name, () => this.querySelector(".zone").classList.toggle("over", name === "dragover"));
    }
  }
}

class FileUpload extends DropZone {
  chosen(files) {
    this.querySelector("[data-names]").textContent = files.map((file) => file.name).join(", ");
  }
}

class PhotoUpload extends DropZone {
  photos = [];

  async chosen(files) {
    this.setAttribute("aria-busy", "true");
    for (const file of files) this.add(await shrunk(file, Number(this.dataset.max)));
    this.removeAttribute("aria-busy");
    this.hold();
  }

  add(file) {
    const item = document.createElement("li");
    const picture = file.type.startsWith("image/") ? document.createElement("img") : document.createElement("span");
    if (picture.matches("img")) picture.src = URL.createObjectURL(file);
    if (picture.matches("img")) picture.alt = file.name;
    else picture.textContent = file.name;
    item.append(picture, this.caption(), this.remover(item));
    this.querySelector(".previews").append(item);
    this.photos.push({ file, item });
  }

  caption() {
    const field = document.createElement("input");
    Object.assign(field, { className: "input", name: this.dataset.captionName, maxLength: 200 });
    field.placeholder = field.ariaLabel = this.dataset.caption;
    return field;
  }

  remover(item) {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "btn btn-2 btn-sq", textContent: "×", ariaLabel: this.dataset.remove });
    button.addEventListener("click", () => {
      this.photos = this.photos.filter((photo) => photo.item !== item);
      item.remove();
      this.hold();
      this.input.focus();
    });
    return button;
  }

  // The input holds what is sent: the shrunken files, in the order of their captions.
  hold() {
    const transfer = new DataTransfer();
    for (const { file } of this.photos) transfer.items.add(file);
    this.input.files = transfer.files;
  }
}

customElements.define("file-upload", FileUpload);
customElements.define("photo-upload", PhotoUpload);
