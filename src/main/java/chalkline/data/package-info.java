/**
 * Tabular data: what a table's columns mean ({@link chalkline.data.Schema}), its rows ({@link chalkline.data.Table}), how
 * features are scaled ({@link chalkline.data.Normalizer}), which rows train ({@link chalkline.data.DataSplit}) and in which
 * order ({@link chalkline.data.MiniBatches}); and NumPy's archives of named arrays ({@link chalkline.data.Npz}).
 *
 * <p>Rows are counted from 0 in the order of the file. Everything drawn at random is a pure function of the seed.
 */
package chalkline.data;
