/**
 * Shows what was typed in a password field, and hides it again before it is sent, since browsers keep a password only from a field that
 * is one (PAGES.md 3.5). Without this file its buttons stay away.
 */
for (const button of document.querySelectorAll('button[data-field]')) {
  const field = document.getElementById(button.dataset.field);
  const status = button.nextElementSibling;
  const turn = (shown) => {
    field.type = shown ? 'text' : 'password';
    button.textContent = shown ? button.dataset.hide : button.dataset.show;
  };
  button.hidden = false;
  button.addEventListener('click', () => {
    const shown = field.type === 'password';
    turn(shown);
    status.textContent = shown ? button.dataset.shown : button.dataset.hidden;
  });
  field.form.addEventListener('submit', () => turn(false));
  addEventListener('pagehide', () => turn(false));
}
