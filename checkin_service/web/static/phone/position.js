// The phone's position: looked for from the moment a form opens, the best fix so far kept, sent with its own time.

const OPTIONS = { enableHighAccuracy: true, timeout: 60_000, maximumAge: 30_000 };
const DATUM = "wgs84";

// A fix this fine needs no better one; a coarser one is given a few seconds more.
const FINE_M = 30;
const BETTER_WITHIN_MS = 3_000;
const PATIENCE_MS = 60_000;
// Who has walked on since is no longer where an older fix says.
const FRESH_MS = 45_000;

export class NoPosition extends Error {
  constructor(isRefused) {
    super("no position");
    this.isRefused = isRefused;
  }
}

// Watches the position while it runs; `onFix` is told of every better fix.
export class Locator {
  #watch = null;
  #best = null;
  #refused = false;
  #waiting = new Set();

  start(onFix = () => {}) {
    this.stop();
    if (!navigator.geolocation) return;
    this.#watch = navigator.geolocation.watchPosition(
      (found) => {
        if (!this.#best || isOld(this.#best) || found.coords.accuracy <= this.#best.coords.accuracy) this.#best = found;
        onFix(this.#best.coords.accuracy, this.#best.coords);
        this.#wake();
      },
      (error) => {
        this.#refused = error.code === error.PERMISSION_DENIED;
        if (this.#refused) this.#wake();
      },
      OPTIONS,
    );
  }

  stop() {
    if (this.#watch !== null) navigator.geolocation.clearWatch(this.#watch);
    this.#watch = null;
    this.#best = null;
    this.#refused = false;
    this.#wake();
  }

  // The best fix so far, or null; for whoever cannot wait.
  soFar() {
    return this.#best && sent(this.#best);
  }

  // The best fix so far, or the first that comes; throws `NoPosition` when there is none.
  async best() {
    const until = performance.now() + PATIENCE_MS;
    while (!this.#best && !this.#refused && this.#watch !== null && performance.now() < until) await this.#news(1_000);
    if (!this.#best) throw new NoPosition(this.#refused);
    const better = performance.now() + BETTER_WITHIN_MS;
    while (this.#best?.coords.accuracy > FINE_M && performance.now() < better) await this.#news(500);
    if (!this.#best) throw new NoPosition(this.#refused);
    return sent(this.#best);
  }

  #news(patienceMs) {
    return new Promise((resolve) => {
      this.#waiting.add(resolve);
      setTimeout(resolve, patienceMs);
    });
  }

  #wake() {
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }
}

// One position, for a page that needs it once.
export async function position() {
  const locator = new Locator();
  locator.start();
  try {
    return await locator.best();
  } finally {
    locator.stop();
  }
}

const isOld = (found) => Date.now() - found.timestamp > FRESH_MS;

// As the service takes it: what a browser does not say, such as a confidence or a mock flag, is not made up.
function sent({ coords, timestamp }) {
  return {
    longitude: coords.longitude,
    latitude: coords.latitude,
    datum: DATUM,
    accuracy_m: coords.accuracy,
    measured_at: new Date(timestamp).toISOString(),
  };
}
