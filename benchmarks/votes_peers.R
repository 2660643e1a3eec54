# Peers on the votes that bench_votes.py wrote: yes against the rest; prints one line per peer: name, iterations, CPU seconds.
arguments <- commandArgs(trailingOnly = TRUE)
votes <- read.csv(arguments[1], stringsAsFactors = FALSE)
iterations <- as.integer(arguments[2])
wide <- with(votes, tapply(yes, list(iso3, roll_call), function(value) value[1]))
sessions <- tapply(votes$session, votes$roll_call, function(value) value[1])[colnames(wide)]
spent <- function(work) { now <- proc.time(); invisible(capture.output(work)); sum((proc.time() - now)[1:2]) }
if (suppressWarnings(require("MCMCpack", quietly = TRUE))) {
  seconds <- spent(MCMCdynamicIRT1d(wide, item.time.map = as.integer(factor(sessions)), burnin = 0, mcmc = iterations,
    theta.constraints = list(RUS = "+", USA = "-"), verbose = 0, store.item = FALSE))
  cat("MCMCpack", iterations, seconds, "\n")
} else cat("MCMCpack absent\n")
if (suppressWarnings(require("pscl", quietly = TRUE))) {
  calls <- rollcall(wide, yea = 1, nay = 0, missing = NA)
  seconds <- spent(ideal(calls, maxiter = iterations * 10, burnin = 0, thin = iterations, startvals = "random",
    store.item = FALSE))
  cat("pscl", iterations * 10, seconds, "\n")
} else cat("pscl absent\n")
