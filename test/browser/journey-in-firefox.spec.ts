import { describeInFirefox } from './in-firefox.js';
import { wholeWayIn } from './whole-way.js';

// a file of its own, so that it runs beside the others: it takes as long as all of Chromium's
describeInFirefox('the whole way', wholeWayIn);
