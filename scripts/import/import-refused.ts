/** The operator's arguments or files cannot be used. The message contains nothing about a guest. */
export class ImportRefused extends Error {
  override readonly name = 'ImportRefused';
}
