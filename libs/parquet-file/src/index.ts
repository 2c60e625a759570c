export { type Cells, parquetFile, toCells } from './parquet-file.ts';
