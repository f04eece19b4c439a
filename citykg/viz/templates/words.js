// The words of the interface, in the language of the reader; names of things come with the graph.
const sayings = JSON.parse(document.getElementById("sayings").textContent);
const languages = { en: "English", ...Object.fromEntries(sayings.languages.map((id, place) => [id, sayings.words[""][place]])) };
let language = "en";

// What an object itself holds: a name from a graph may be that of something all objects have.
const own = (object, name) => (Object.hasOwn(object, name) ? object[name] : undefined);

// `{}` stands for the values, one after another.
function say(words, ...values) {
  const parts = (own(sayings.words, words)?.[sayings.languages.indexOf(language)] ?? words).split("{}");
  return parts.map((part, place) => (place ? values[place - 1] ?? "{}" : "") + part).join("");
}
const number = (count) => count.toLocaleString(language);

// What stands in the page as it is written: its words, and what it is called.
function sayAll() {
  document.documentElement.lang = language;
  for (const one of document.querySelectorAll("[data-say]")) one.textContent = say(one.dataset.say);
  for (const one of document.querySelectorAll("[data-called]")) {
    for (const name of ["aria-label", "title", "placeholder"]) {
      if (one.hasAttribute(name)) one.setAttribute(name, say(one.dataset.called));
    }
  }
}
