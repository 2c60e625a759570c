export { testData, testDataNote } from './test-data.ts';
