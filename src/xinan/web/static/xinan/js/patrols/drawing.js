// Draws what is kept: texts only, never markup from what somebody typed.
export const say = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));

const made = (tag, { text, className, ...attributes } = {}) => {
  const element = document.createElement(tag);
  if (text !== undefined) element.textContent = text;
  if (className) element.className = className;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
};

const clock = (moment) => new Date(moment).toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false });

function button(icon, label, act) {
  const element = made("button", { type: "button", className: "btn btn-quiet", "aria-label": label, title: label });
  element.append(made("i", { className: `ti ti-${icon}`, "aria-hidden": "true" }));
  element.addEventListener("click", act);
  return element;
}

// The form as it was answered.
export function fill(root, checks) {
  for (const box of root.querySelectorAll("fieldset[data-item]")) {
    const said = checks[box.dataset.item];
    if (!said) continue;
    for (const choice of box.querySelectorAll("input[type=radio]")) choice.checked = choice.value === said.answer;
    box.querySelector("[data-note]").value = said.note ?? "";
    for (const field of box.querySelectorAll("[data-detail]")) {
      const value = said.details?.[field.dataset.detail];
      if (field.type === "checkbox") field.checked = value === true;
      else field.value = value ?? "";
    }
    const details = box.querySelector("[data-details]");
    if (details) details.hidden = said.answer !== "yes";
  }
}

export function drawPhotos(list, photos, { texts, drop }) {
  list.replaceChildren(...photos.map((photo) => {
    const line = made("li", { className: photo.state === "sent" ? "is-sent" : "is-waiting", "data-key": photo.key });
    const said = `${say(texts.at, { time: clock(photo.taken_at) })} · ${photo.state === "sent" ? texts.sent : texts.kept}`;
    line.append(made("img", { src: photo.thumb || photo.url, alt: said, loading: "lazy" }), made("span", { text: said }), button("trash", texts.remove, () => drop(photo)));
    return line;
  }));
}

export function drawTalks(list, talks, { texts, drop }) {
  list.replaceChildren(...talks.map((talk) => {
    const line = made("li", { className: talk.owed ? "is-owed" : "", "data-key": talk.key });
    const words = say(texts.talk_line, talk) + (talk.owed && talk.months ? say(texts.talk_months, talk) : "");
    line.append(made("span", { text: words }), button("trash", texts.remove, () => drop(talk)));
    return line;
  }));
}

export function drawQueue(box, entries, { texts, discard }) {
  box.hidden = entries.length === 0;
  box.querySelector("ul").replaceChildren(...entries.map((entry) => {
    const refused = entry.state === "refused";
    const line = made("li", { className: refused ? "is-refused" : "" });
    line.append(made("span", { text: `${texts[entry.kind]} · ${clock(entry.said_at)}` }), made("span", { text: refused ? entry.error : texts.kept, className: "xa-small" }));
    if (refused) {
      const away = made("button", { type: "button", className: "btn btn-plain", text: texts.discard });
      away.addEventListener("click", () => discard(entry));
      line.append(away);
    }
    return line;
  }));
}
