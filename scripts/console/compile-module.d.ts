declare module '@messageformat/core/compile-module.js' {
  import type MessageFormat from '@messageformat/core';

  /** Compiles messages to the source of an ES module whose default export has a function for each. */
  export default function compileModule(
    format: MessageFormat,
    messages: Readonly<Record<string, string>>,
  ): string;
}
