export { type Cells, parquetFile, type ParquetTable, toCells } from './parquet-file.ts';
