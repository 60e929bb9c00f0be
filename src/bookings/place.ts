// For rooms that are not converted yet.
export { explainRefusal as explain } from './explain-refusal.ts';
export const idsOf = <Place>(place: Place): Place => place;
