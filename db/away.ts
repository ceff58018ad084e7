/** What the driver says, without a code, of a connection that broke or of a server that said nothing. */
const SAYS = /Connection terminated|timeout (exceeded|expired)|Query read timeout|connect timeout|not queryable/;

export const isDriverCutOff = (error: Error): boolean => SAYS.test(error.message);
