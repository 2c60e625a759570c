export { type Cells, parquetFile, type ParquetTable, type RowOrder, toCells } from './parquet-file.ts';
