// Runs before the first paint, so that a dark page does not flash light. Plain script: modules come too late.
(function () {
  var kept = null;
  try { kept = localStorage.getItem("xinan-theme"); } catch (error) { kept = null; }
  var dark = kept ? kept === "dark" : window.matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.setAttribute("data-bs-theme", dark ? "dark" : "light");
})();
