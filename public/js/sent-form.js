/**
 * A form that came back with errors is an answer that browsers never show again: "Back" would end at a fault of their own, and a reload
 * ask whether to send once more. Its place in the history becomes the page that the form stood on.
 */
const { referrer } = document;
const from = referrer && new URL(referrer).origin === location.origin ? referrer : location.href;
history.replaceState(history.state, '', from);
