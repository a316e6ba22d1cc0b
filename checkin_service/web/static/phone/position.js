// The phone's position, asked for only when the trainee presses the button.

const OPTIONS = { enableHighAccuracy: true, timeout: 20_000, maximumAge: 0 };

// The W3C Geolocation API states accuracy as the radius that holds the true position with 95 % probability, in WGS 84.
const CONFIDENCE = 0.95;
const DATUM = "wgs84";

export class NoPosition extends Error {
  constructor(isRefused) {
    super("no position");
    this.isRefused = isRefused;
  }
}

export function position() {
  return new Promise((resolve, reject) => {
    if (!navigator.geolocation) {
      reject(new NoPosition(false));
      return;
    }
    navigator.geolocation.getCurrentPosition(
      ({ coords }) =>
        resolve({
          longitude: coords.longitude,
          latitude: coords.latitude,
          datum: DATUM,
          accuracy_m: coords.accuracy,
          confidence: CONFIDENCE,
        }),
      (error) => reject(new NoPosition(error.code === error.PERMISSION_DENIED)),
      OPTIONS,
    );
  });
}
