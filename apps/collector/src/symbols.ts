/** Yahoo's symbols: shares (`BRK-B`), indices (`^GSPC`), currencies (`EURUSD=X`), other exchanges (`SAP.DE`, `M&M.NS`). */
const SYMBOL = /^(?=.{1,32}$)\^?[A-Z0-9][A-Z0-9.&=-]*$/;

/** Symbols as the records will name them, upper case and each once, or one sentence about what is wrong. */
export function parseSymbols(values: readonly unknown[]): { symbols: string[] } | { message: string } {
  const symbols = new Set<string>();
  for (const value of values) {
    const symbol = typeof value === 'string' ? value.trim().toUpperCase() : '';
    if (!SYMBOL.test(symbol)) {
      const came = JSON.stringify(value)?.slice(0, 60);
      return {
        message: `${came} is not a symbol: 1–32 letters and digits with . & = - inside and ^ before are allowed, as in DDOG, BRK-B or ^GSPC.`,
      };
    }
    symbols.add(symbol);
  }
  return { symbols: [...symbols] };
}
