// The day's route: the province's shapes, county seats for orientation, the office, and each round as a line.
const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const ROUNDS = ["--xa-primary", "--xa-orange", "--xa-ok", "--xa-red", "--xa-blue", "--xa-yellow"];
const element = document.querySelector("[data-route]");
let chart = null;

function option(data) {
  const font = getComputedStyle(document.body).fontFamily;
  const [west, south, east, north] = data.bounds;
  const label = (more) => ({ show: true, fontFamily: font, fontSize: 11, color: token("--xa-ink"), ...more });
  const office = { value: data.office.at, name: data.office.name };
  const series = [
    { type: "scatter", coordinateSystem: "geo", silent: true, symbol: "circle", symbolSize: 5, itemStyle: { color: token("--xa-line-strong") }, label: label({ formatter: "{b}", position: "right", color: token("--xa-ink-3") }), data: data.seats.map((seat) => ({ name: seat.name, value: seat.at })) },
  ];
  data.rounds.forEach((round, index) => {
    const colour = token(ROUNDS[index % ROUNDS.length]);
    const stops = round.stops.filter((stop) => stop.state !== "skipped");
    if (stops.length) {
      const coords = [data.office.at, ...stops.map((stop) => stop.at), data.office.at];
      series.push({ type: "lines", coordinateSystem: "geo", polyline: true, silent: true, lineStyle: { color: colour, width: 2, opacity: 0.75, type: index % 2 ? "dashed" : "solid" }, data: [{ coords }] });
    }
    series.push({
      type: "scatter", coordinateSystem: "geo", symbolSize: 22, z: 5,
      label: label({ formatter: (item) => String(item.data.stop.number), fontWeight: 700 }),
      data: round.stops.map((stop) => {
        const ink = stop.state === "skipped" ? token("--xa-grey") : colour;
        // Hollow where only the county is known.
        return { value: stop.at, stop, label: { color: stop.estimated ? token("--xa-ink") : token("--xa-on-primary") }, itemStyle: { color: stop.estimated ? token("--xa-surface") : ink, borderColor: stop.estimated ? ink : token("--xa-surface"), borderWidth: 2 } };
      }),
    });
  });
  series.push({ type: "scatter", coordinateSystem: "geo", silent: true, symbol: "diamond", symbolSize: 15, z: 4, itemStyle: { color: token("--xa-ink") }, label: label({ formatter: "{b}", position: "bottom", fontWeight: 600 }), data: [office] });
  return {
    animation: false,
    tooltip: {
      backgroundColor: token("--xa-surface"), borderColor: token("--xa-line-strong"), textStyle: { color: token("--xa-ink"), fontFamily: font, fontSize: 13 },
      formatter: (item) => (item.data?.stop ? `${item.data.stop.number}. ${library.format.encodeHTML(item.data.stop.name)}<br>${item.data.stop.time}` : ""),
    },
    geo: {
      map: "jilin", roam: false, silent: true, left: 0, right: 0, top: 0, bottom: 0, boundingCoords: [[west, north], [east, south]],
      itemStyle: { areaColor: token("--xa-heat-0"), borderColor: token("--xa-line-strong") }, emphasis: { disabled: true }, label: { show: false },
    },
    series,
  };
}

let library;
async function draw() {
  library = await import(document.body.dataset.echarts);
  if (!library.getMap("jilin")) library.registerMap("jilin", await (await fetch(element.dataset.map)).json());
  const data = JSON.parse(document.getElementById(element.dataset.route).textContent);
  chart = library.init(element, null, { renderer: "svg" });
  chart.setOption(option(data));
  element.dataset.drawn = "";
  new ResizeObserver(() => chart.resize()).observe(element);
  document.addEventListener("xinan:theme", () => chart.setOption(option(data)));
}

if (element) draw();
