/** wrangler bundles an import that ends in .bin as a Data module. */
declare module '*.bin' {
  const bytes: ArrayBuffer;
  export default bytes;
}
