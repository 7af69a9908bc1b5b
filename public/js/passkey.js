// Asks the browser for a passkey and writes what it answers into the form, which is then sent like any other. Without this script, or in
// a browser that can't, the button stays hidden; the words before it say what else there is.

for (const part of document.querySelectorAll('[data-passkey]')) {
  const way = { create: 'parseCreationOptionsFromJSON', get: 'parseRequestOptionsFromJSON' }[part.dataset.passkey];
  if (globalThis.PublicKeyCredential?.[way]) offer(part, way);
  else part.querySelector('[data-js]').removeAttribute('data-js'); // no place is kept for it
}

function offer(part, way) {
  const form = part.querySelector('form');
  const [status, button] = [part.querySelector('[data-status]'), form.querySelector('[data-passkey-act]')];
  button.hidden = false;
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    button.disabled = true;
    status.textContent = '';
    try {
      const publicKey = PublicKeyCredential[way](JSON.parse(part.dataset.options));
      const credential = await navigator.credentials[part.dataset.passkey]({ publicKey });
      form.elements.credential.value = JSON.stringify(credential);
      form.submit();
    } catch {
      // cancelled, too late, or none of these passkeys is here: the browser has said which
      status.textContent = part.dataset.failed;
      button.disabled = false;
    }
  });
}
