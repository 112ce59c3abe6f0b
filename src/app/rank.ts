// How well a name answers what was typed.

const LABEL_STARTS = 100;
const WORD_STARTS = 40;
const IN_LABEL = 20;
const IN_WORDS = 5;

function rankOfWord(word: string, label: string, others: string): number {
  if (label.startsWith(word)) return WORD_STARTS + 5;
  if (label.includes(` ${word}`)) return WORD_STARTS;
  if (label.includes(word)) return IN_LABEL;
  return others.includes(word) ? IN_WORDS : 0;
}

/** 0: not meant. Every word must be found; the beginning of the label counts most. */
export function rankOf(query: string, label: string, words: string): number {
  const wanted = query.trim().toLowerCase();
  const [text, others] = [label.toLowerCase(), words.toLowerCase()];
  let rank = text.startsWith(wanted) ? LABEL_STARTS : 0;
  for (const word of wanted.split(/\s+/)) {
    const found = rankOfWord(word, text, others);
    if (found === 0) return 0;
    rank += found;
  }
  return rank;
}
