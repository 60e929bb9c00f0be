/** ECMAScript's JSON.parse source text access, which the TypeScript library lacks. */
interface JSON {
  /** A value that JSON.stringify writes as this text. */
  rawJSON(text: string): { readonly rawJSON: string };
}
