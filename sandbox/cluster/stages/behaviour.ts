/** Annotation of a pod that makes it misbehave; the words may also stand in an image's tag, behind `-sim.`. */
export const BEHAVIOUR_ANNOTATION = 'sandbox.backlot.dev/behaviour';

/**
 * jq that lists the words by which a pod is told to misbehave: `api:1.3.0-sim.crash.start20` gives `crash` and
 * `start20`, the annotation `unready,start=20` gives `unready` and `start20`.
 */
export const WORDS = `([.spec.containers[].image | capture(":[^/:@]*-sim\\\\.(?<words>[a-z0-9.]+)(@|$)")? | .words | split(".")[]] + [(.metadata.annotations["${BEHAVIOUR_ANNOTATION}"] // "") | gsub("\\\\s"; "") | split(",")[] | sub("=(true)?"; "")])`;

/** jq: whether a word is among them. */
export function hasWord(word: 'unready' | 'crash' | 'pullfail'): string {
  return `${WORDS} | any(. == "${word}")`;
}

/** jq: the seconds of `startN` as a text such as `20s`; nothing without that word. */
export const START_DELAY = `${WORDS} | map(capture("^start(?<seconds>[0-9]+)$")?.seconds) | .[0] // empty | . + "s"`;
