// Where the phone is, as far as it says so. Asked for while the page is open; the surest word of the last minutes counts.
const FRESH = 180000;

export class Place {
  constructor({ changed }) {
    this.best = null;
    this.changed = changed;
  }

  watch() {
    if (!navigator.geolocation) { this.changed("none"); return; }
    navigator.geolocation.watchPosition((found) => this.heard(found.coords), (error) => {
      if (!this.best) this.changed(error.code === 1 ? "denied" : "none");
    }, { enableHighAccuracy: true, maximumAge: 30000, timeout: 60000 });
  }

  heard({ longitude, latitude, accuracy }) {
    const now = Date.now();
    const told = { lng: Number(longitude.toFixed(6)), lat: Number(latitude.toFixed(6)), accuracy: Math.max(0, Math.round(accuracy)), at: now };
    if (this.best && told.accuracy > this.best.accuracy && now - this.best.at < FRESH) return;
    const surer = !this.best || told.accuracy < 0.7 * this.best.accuracy;
    this.best = told;
    this.changed("known", surer);
  }

  // For a photograph taken now: nothing rather than where one was before.
  now() {
    if (!this.best || Date.now() - this.best.at > FRESH) return null;
    const { lng, lat, accuracy } = this.best;
    return { lng, lat, accuracy };
  }
}
