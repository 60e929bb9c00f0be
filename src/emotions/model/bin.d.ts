/** What wrangler makes of an import that ends in .bin: a Data module. */
declare module '*.bin' {
  const bytes: ArrayBuffer;
  export default bytes;
}
