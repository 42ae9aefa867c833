// <passkey-form data-options data-kind="create|get">: asks the server what to ask for, asks the device, sends its answer with the form.
const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
const text = (buffer) => buffer && btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const ids = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

class PasskeyForm extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.said = this.querySelector("[data-said]");
    this.form.addEventListener("submit", (event) => this.submitted(event));
    if (window.PublicKeyCredential) return;
    this.say(this.dataset.missing);
    this.form.querySelector("button").disabled = true;
  }

  submitted(event) {
    if (this.isAnswered) return;
    event.preventDefault();
    if (this.isAsking || !this.form.reportValidity()) return;
    this.ask();
  }

  async ask() {
    this.isAsking = true;
    this.say("");
    try {
      const asked = await this.options();
      const answer = this.dataset.kind === "create" ? await this.create(asked) : await this.get(asked);
      this.form.elements.credential.value = JSON.stringify(answer);
      this.isAnswered = true;
      this.form.requestSubmit();
    } catch {
      this.say(this.dataset.failed);
    } finally {
      this.isAsking = false;
    }
  }

  async options() {
    const answer = await fetch(this.dataset.options, { method: "POST", body: new FormData(this.form), headers: { Accept: "application/json" } });
    if (!answer.ok || answer.redirected) throw new Error(`options ${answer.status}`);
    return (await answer.json()).publicKey;
  }

  async create(asked) {
    const user = { ...asked.user, id: bytes(asked.user.id) };
    const publicKey = { ...asked, user, challenge: bytes(asked.challenge), excludeCredentials: ids(asked.excludeCredentials) };
    const made = await navigator.credentials.create({ publicKey });
    return this.plain(made, { attestationObject: text(made.response.attestationObject) });
  }

  async get(asked) {
    const publicKey = { ...asked, challenge: bytes(asked.challenge), allowCredentials: ids(asked.allowCredentials) };
    const found = await navigator.credentials.get({ publicKey });
    const { authenticatorData, signature, userHandle } = found.response;
    return this.plain(found, { authenticatorData: text(authenticatorData), signature: text(signature), userHandle: text(userHandle) });
  }

  plain(credential, response) {
    return {
      id: credential.id, rawId: text(credential.rawId), type: credential.type,
      clientExtensionResults: credential.getClientExtensionResults(),
      response: { clientDataJSON: text(credential.response.clientDataJSON), ...response },
    };
  }

  say(words) {
    this.said.textContent = words;
    this.said.hidden = !words;
  }
}

customElements.define("passkey-form", PasskeyForm);
