// Charts: drawn only where a page has one. Colours come from the tokens, so dark pages and changes follow.
const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
const drawn = new Map();
let library = null;

const data = (element) => JSON.parse(document.getElementById(element.dataset.source).textContent);
const font = () => getComputedStyle(document.body).fontFamily;
const short = (value) => Math.abs(value) >= 10000 ? `${(value / 10000).toLocaleString("zh-CN", { maximumFractionDigits: 1 })}` : (value / 10000).toFixed(2);
const yuan = (value) => `¥${Number(value).toLocaleString("zh-CN", { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;

function tooltip() {
  return {
    backgroundColor: token("--xa-surface"), borderColor: token("--xa-line-strong"), borderWidth: 1,
    textStyle: { color: token("--xa-ink"), fontFamily: font(), fontSize: 13 },
    extraCssText: "box-shadow: var(--xa-shadow-lift); border-radius: 6px;",
  };
}

// What lies ahead: dashed lines from the as-of day on, a dot for each transfer expected, a mark where money runs out.
function ahead(element, days, shortOn) {
  if (!days.length) return [];
  const dashed = (name, colour, values, step) => ({ name, type: "line", step, symbol: "none", lineStyle: { color: colour, width: 2, type: [6, 4] }, itemStyle: { color: colour }, data: values });
  const mark = (day, label, colour) => ({ xAxis: day, label: { formatter: label, color: colour, fontFamily: font(), position: "end", rotate: 0, distance: 2 }, lineStyle: { color: colour, type: "solid", width: 1 } });
  // On a phone two labels would lie on each other; the sentence above the chart says the day.
  const narrow = element.clientWidth < 560;
  const lines = [mark(days[0].day, narrow && shortOn ? "" : element.dataset.today, token("--xa-ink-3"))];
  if (shortOn) lines.push(mark(shortOn, narrow ? element.dataset.short : `${element.dataset.short} ${shortOn}`, token("--xa-orange-ink")));
  const comes = days.filter((day) => Number(day.comes));
  return [
    { ...dashed(element.dataset.aheadBalance, token("--xa-primary"), days.map((day) => [day.day, Number(day.balance)]), "end"), markLine: { symbol: "none", silent: true, data: lines } },
    dashed(element.dataset.earned, token("--xa-orange"), days.map((day) => [day.day, Number(day.earned)]), false),
    { name: element.dataset.comes, type: "scatter", symbol: "triangle", symbolSize: 10, itemStyle: { color: token("--xa-ok") }, data: comes.map((day) => [day.day, Number(day.comes)]) },
  ];
}

function account(element) {
  const points = data(element);
  const future = JSON.parse(document.getElementById(element.dataset.ahead).textContent);
  const ink = token("--xa-ink-3");
  const axis = { axisLine: { lineStyle: { color: token("--xa-line-strong") } }, axisLabel: { color: ink, fontFamily: font() }, axisTick: { show: false } };
  return {
    animation: !calm,
    grid: { left: 8, right: 16, top: future.days.length ? 76 : 40, bottom: 8, containLabel: true },
    legend: { type: "scroll", top: 0, left: 8, right: 8, icon: "roundRect", itemWidth: 18, itemHeight: 3, textStyle: { color: token("--xa-ink-2"), fontFamily: font() }, pageTextStyle: { color: token("--xa-ink-2") }, pageIconColor: token("--xa-primary"), pageIconInactiveColor: token("--xa-line-strong") },
    tooltip: { ...tooltip(), trigger: "axis", valueFormatter: yuan },
    xAxis: { type: "time", ...axis, splitLine: { show: false } },
    yAxis: { type: "value", name: element.dataset.unit, nameTextStyle: { color: ink, align: "left" }, ...axis, axisLine: { show: false }, axisLabel: { ...axis.axisLabel, formatter: short }, splitLine: { lineStyle: { color: token("--xa-line") } } },
    series: [
      { name: element.dataset.balance, type: "line", step: "end", symbol: "none", lineStyle: { color: token("--xa-primary"), width: 2 }, itemStyle: { color: token("--xa-primary") }, areaStyle: { color: token("--xa-primary"), opacity: 0.08 }, data: points.map((point) => [point.day, Number(point.balance)]) },
      { name: element.dataset.due, type: "line", step: "end", symbol: "none", lineStyle: { color: token("--xa-red"), width: 2, type: "dotted" }, itemStyle: { color: token("--xa-red") }, data: points.map((point) => [point.day, Number(point.due)]) },
      ...ahead(element, future.days, future.short_on),
    ],
  };
}

// The reliability of the risk index: predicted against observed shares; on the diagonal both are the same.
function reliability(element) {
  const ink = token("--xa-ink-3");
  const percent = (value) => `${Math.round(value * 100)}%`;
  const axis = (name) => ({
    type: "value", min: 0, max: 1, name, nameLocation: "middle", nameGap: 32, nameTextStyle: { color: ink, fontFamily: font() },
    axisLabel: { color: ink, fontFamily: font(), formatter: percent }, splitLine: { lineStyle: { color: token("--xa-line") } }, axisTick: { show: false },
  });
  const seen = data(element).filter((row) => row.cases);
  return {
    animation: !calm,
    grid: { left: 36, right: 20, top: 36, bottom: 36, containLabel: true },
    legend: { top: 0, right: 8, itemWidth: 18, itemHeight: 3, textStyle: { color: token("--xa-ink-2"), fontFamily: font() } },
    tooltip: { ...tooltip(), formatter: (item) => (item.data?.row ? `${item.data.row.least}–${item.data.row.greatest}<br>${element.dataset.predicted} ${percent(item.data.row.predicted)}<br>${element.dataset.observed} ${percent(item.data.row.observed)} (${item.data.row.cases})` : "") },
    xAxis: axis(element.dataset.predicted), yAxis: { ...axis(element.dataset.observed), nameGap: 40 },
    series: [
      { name: element.dataset.ideal, type: "line", symbol: "none", lineStyle: { color: token("--xa-line-strong"), type: "dashed" }, itemStyle: { color: token("--xa-line-strong") }, data: [[0, 0], [1, 1]], tooltip: { show: false } },
      { name: element.dataset.observed, type: "line", symbol: "circle", lineStyle: { color: token("--xa-primary"), width: 2 }, itemStyle: { color: token("--xa-primary") }, symbolSize: (_, item) => 5 + Math.min(12, Math.cbrt(item.data.row.cases)), data: seen.map((row) => ({ value: [row.predicted, row.observed], row })) },
    ],
  };
}

// Places whose centres lie close together: their labels step aside.
const ASIDE = { "长春市": [-26, -4], "吉林市": [12, 6], "四平市": [-8, -6], "辽源市": [4, 6], "白山市": [20, -4], "通化市": [-10, 8] };

async function map(element) {
  if (!library.getMap("jilin")) {
    const answer = await fetch(document.body.dataset.map);
    library.registerMap("jilin", await answer.json());
  }
  const places = data(element);
  // How many projects are warned is a shade of one colour; how grave, the mark in the label says.
  const most = Math.max(1, ...places.map((place) => place.count));
  const shades = ["--xa-heat-0", "--xa-heat-1", "--xa-heat-2", "--xa-heat-3"].map(token);
  const shade = (place) => shades[place.count ? 1 + Math.min(2, Math.floor((3 * place.count) / (most + 1))) : 0];
  const style = (place) => ({
    areaColor: shade(place), opacity: place.muted ? 0.45 : 1,
    borderColor: place.chosen ? token("--xa-primary") : token("--xa-line-strong"), borderWidth: place.chosen ? 2.5 : 0.8,
  });
  const marks = Object.fromEntries(["red", "orange", "yellow", "blue", "grey"].map((level) => [
    level, { color: token(`--xa-${level}-ink`), fontWeight: 700, fontSize: 12, fontFamily: font() },
  ]));
  const label = {
    show: true, fontFamily: font(), fontSize: 11, lineHeight: 15, color: token("--xa-ink"),
    backgroundColor: token("--xa-surface"), borderRadius: 3, padding: [1, 5], rich: marks,
  };
  return {
    animation: false,
    tooltip: { ...tooltip(), formatter: (item) => (item.data ? item.data.text.join("<br>") : item.name) },
    series: [{
      type: "map", map: "jilin", nameProperty: "name", roam: false, left: 4, right: 4, top: 6, bottom: 6, selectedMode: false,
      itemStyle: { areaColor: token("--xa-sunken"), borderColor: token("--xa-line-strong") },
      emphasis: { label: { show: true, color: token("--xa-ink") }, itemStyle: { areaColor: null, shadowBlur: 6, shadowColor: "rgba(0,0,0,.25)" } },
      label,
      labelLayout: (shown) => {
        const place = places.find((each) => shown.text?.startsWith(each.label));
        const [dx, dy] = ASIDE[place?.shape] ?? [0, 0];
        return { dx, dy };
      },
      data: places.map((place) => ({ ...place, name: place.shape, value: place.count, itemStyle: style(place), emphasis: { itemStyle: style(place) }, label: { formatter: place.count ? `${place.label} {${place.level}|${place.mark} ${place.count}}` : place.label } })),
    }],
  };
}

// Figures of handling by month: shares on the left axis, days on the right; what is better low is dashed.
function rates(element) {
  const { months, lines } = data(element);
  const colours = ["--xa-primary", "--xa-ok", "--xa-blue", "--xa-grey", "--xa-red", "--xa-orange"].map(token);
  const symbols = ["circle", "rect", "triangle", "diamond", "roundRect", "pin"];
  const ink = token("--xa-ink-3");
  const label = { color: ink, fontFamily: font() };
  const axis = (name, extra) => ({ type: "value", min: 0, name, nameTextStyle: label, axisLabel: label, axisTick: { show: false }, splitLine: { lineStyle: { color: token("--xa-line") } }, ...extra });
  return {
    animation: !calm,
    grid: { left: 12, right: 12, top: 64, bottom: 8, containLabel: true },
    legend: { type: "scroll", top: 0, left: 4, right: 4, itemWidth: 18, itemHeight: 8, textStyle: { color: token("--xa-ink-2"), fontFamily: font() }, pageTextStyle: { color: token("--xa-ink-2") }, pageIconColor: token("--xa-primary"), pageIconInactiveColor: token("--xa-line-strong") },
    tooltip: { ...tooltip(), trigger: "axis", valueFormatter: (value) => (value ?? "—") },
    xAxis: { type: "category", data: months, axisLine: { lineStyle: { color: token("--xa-line-strong") } }, axisLabel: label, axisTick: { show: false } },
    yAxis: [axis(element.dataset.percent, { max: 100 }), axis(element.dataset.days, { splitLine: { show: false } })],
    series: lines.map((line, place) => ({
      name: line.days ? `${line.name} (${element.dataset.days})` : line.name, type: "line", yAxisIndex: line.days ? 1 : 0, connectNulls: false,
      symbol: symbols[place % symbols.length], symbolSize: 7, itemStyle: { color: colours[place % colours.length] },
      lineStyle: { color: colours[place % colours.length], width: 2, type: line.low ? "dashed" : "solid" }, data: line.values,
    })),
  };
}

// The 3+1 board by month: counts as bars, money on an axis of its own.
function board(element) {
  const { months, bars, money } = data(element);
  const colours = ["--xa-primary", "--xa-blue", "--xa-ok", "--xa-orange"].map(token);
  const ink = token("--xa-ink-3");
  const label = { color: ink, fontFamily: font() };
  const axis = (name, extra) => ({ type: "value", min: 0, minInterval: 1, name, nameTextStyle: label, axisLabel: label, axisTick: { show: false }, splitLine: { lineStyle: { color: token("--xa-line") } }, ...extra });
  return {
    animation: !calm,
    grid: { left: 12, right: 12, top: 64, bottom: 8, containLabel: true },
    legend: { type: "scroll", top: 0, left: 4, right: 4, itemWidth: 18, itemHeight: 8, textStyle: { color: token("--xa-ink-2"), fontFamily: font() }, pageTextStyle: { color: token("--xa-ink-2") }, pageIconColor: token("--xa-primary"), pageIconInactiveColor: token("--xa-line-strong") },
    tooltip: { ...tooltip(), trigger: "axis" },
    xAxis: { type: "category", data: months, axisLine: { lineStyle: { color: token("--xa-line-strong") } }, axisLabel: label, axisTick: { show: false } },
    yAxis: [axis(element.dataset.count), axis(element.dataset.money, { splitLine: { show: false }, axisLabel: { ...label, formatter: short } })],
    series: [
      ...bars.map((bar, place) => ({ name: bar.name, type: "bar", barMaxWidth: 18, itemStyle: { color: colours[place % colours.length] }, data: bar.values })),
      { name: money.name, type: "line", yAxisIndex: 1, symbol: "diamond", symbolSize: 8, itemStyle: { color: token("--xa-red") }, lineStyle: { color: token("--xa-red"), width: 2 }, tooltip: { valueFormatter: yuan }, data: money.values },
    ],
  };
}

const OPTIONS = { account, board, map, rates, reliability };

async function draw(element) {
  const chart = library.init(element, null, { renderer: "svg" });
  drawn.set(element, chart);
  chart.setOption(await OPTIONS[element.dataset.chart](element));
  if (element.dataset.chart === "map") {
    chart.on("click", (event) => { if (event.data?.url) window.location.assign(event.data.url); });
  }
  new ResizeObserver(() => { if (element.isConnected) chart.resize(); }).observe(element);
}

export async function drawCharts() {
  library ??= await import(document.body.dataset.echarts);
  for (const [element, chart] of drawn) {
    if (!element.isConnected) { chart.dispose(); drawn.delete(element); }
  }
  for (const element of document.querySelectorAll("[data-chart]:not([data-drawn])")) {
    element.dataset.drawn = "";
    await draw(element);
  }
}

document.addEventListener("xinan:theme", async () => {
  for (const [element, chart] of drawn) chart.setOption(await OPTIONS[element.dataset.chart](element));
});
