/**
 * jest-light-runner gives its processes their data when the first of them asks, to all of them at once, and forgets who waits: a process that is
 * slower to load than another asks when nobody listens any more, and waits for ever. Here it remembers what came before it asked.
 */
const ASKED = 'jest-light-runner-get-worker-data';
const GIVEN = 'jest-light-runner-worker-data';

if (process.send && process.env.TINYPOOL_WORKER_ID) {
  let given;
  process.on('message', (message) => {
    if (message?.type === GIVEN) given = message;
  });
  const send = process.send.bind(process);
  process.send = (message, ...more) => {
    if (message !== ASKED || !given) return send(message, ...more);
    queueMicrotask(() => process.emit('message', given));
    return true;
  };
}
