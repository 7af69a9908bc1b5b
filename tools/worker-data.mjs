/**
 * jest-light-runner gives its processes their data when the first of them asks, to all of them at once, and forgets who waits: a process that is
 * slower to load than another asks when nobody listens any more, and waits for ever. Here it remembers what came before it asked.
 */
const ASKED = 'jest-light-runner-get-worker-data';
const GIVEN = 'jest-light-runner-worker-data';

if (process.send && process.env.TINYPOOL_WORKER_ID) {
  let given;
  // no listener: with the first one messages begin to come, and the first task would be lost before its own listens
  const emit = process.emit.bind(process);
  process.emit = (name, message, ...more) => {
    if (name === 'message' && message?.type === GIVEN) given = message;
    return emit(name, message, ...more);
  };
  const send = process.send.bind(process);
  process.send = (message, ...more) => {
    if (message !== ASKED || !given) return send(message, ...more);
    queueMicrotask(() => process.emit('message', given));
    return true;
  };
}
