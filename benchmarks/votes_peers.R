# Peers on the votes that bench_votes.py wrote: yes against the rest; prints a line per peer: name, iterations, CPU seconds.
arguments <- commandArgs(trailingOnly = TRUE)
votes <- read.csv(arguments[1], stringsAsFactors = FALSE)
iterations <- as.integer(arguments[2])
states <- sort(unique(votes$iso3))
calls <- unique(votes[order(votes$session, votes$roll_call), c("roll_call", "session")])
wide <- matrix(NA, length(states), nrow(calls), dimnames = list(states, calls$roll_call))
wide[cbind(match(votes$iso3, states), match(votes$roll_call, calls$roll_call))] <- votes$yes
spent <- function(work) { now <- proc.time(); invisible(capture.output(work)); sum((proc.time() - now)[1:2]) }
has <- function(name) suppressWarnings(suppressPackageStartupMessages(require(name, quietly = TRUE, character.only = TRUE)))
if (has("pscl")) {
  run <- function(count) spent(ideal(rollcall(wide, yea = 1, nay = 0, missing = NA), maxiter = count, burnin = 0,
    thin = count, startvals = "random", store.item = FALSE))
  once <- run(10)
  cat("pscl", 10 * iterations, run(10 * (iterations + 1)) - once, "\n")
} else cat("pscl absent\n")
flush(stdout())
if (has("MCMCpack")) {
  run <- function(count) spent(MCMCdynamicIRT1d(wide, item.time.map = as.integer(factor(calls$session)), burnin = 0,
    mcmc = count, theta.constraints = list(RUS = "+", USA = "-"), verbose = 0, store.item = FALSE))
  once <- run(1)
  cat("MCMCpack", iterations, run(iterations + 1) - once, "\n")
} else cat("MCMCpack absent\n")
