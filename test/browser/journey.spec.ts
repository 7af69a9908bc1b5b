import { launchChromium } from '../../tools/browser.js';
import { wholeWayIn } from './whole-way.js';

describe('the whole way in Chromium', () => wholeWayIn(launchChromium));
