/** A form over a value that others change, too: what is sent, and what becomes of the rest. */

/** The fields that were changed. */
export function changedFields<Values extends object>(base: Values, typed: Values): Partial<Values> {
  const changed: Partial<Values> = {};
  for (const name in typed) if (typed[name] !== base[name]) changed[name] = typed[name];
  return changed;
}

/** What was typed, over the value as it is now: fields that were not touched are as they are now. */
export function rebased<Values extends object>(base: Values, now: Values, typed: Values): Values {
  return { ...now, ...changedFields(base, typed) };
}
