/** The environment of a run: what training needs of ours, and nothing that is ours. */

/** Variables that a run inherits by name. Everything else stays with us: keys of the dashboard, of npm, of agents. */
const INHERITED = new Set([
  "PATH",
  "HOME",
  "USER",
  "LOGNAME",
  "SHELL",
  "LANG",
  "LANGUAGE",
  "TZ",
  "TMPDIR",
  "HOSTNAME",
  "LD_LIBRARY_PATH",
  "LIBRARY_PATH",
  "CPATH",
  "MODULEPATH",
  "LOADEDMODULES",
  "VIRTUAL_ENV",
  "ROCM_PATH",
  "XLA_FLAGS",
  "MPLBACKEND",
  "MPLCONFIGDIR",
  "http_proxy",
  "https_proxy",
  "no_proxy",
  "HTTP_PROXY",
  "HTTPS_PROXY",
  "NO_PROXY",
  "SSL_CERT_FILE",
  "SSL_CERT_DIR",
  "REQUESTS_CA_BUNDLE",
]);

/** And by beginning: locales, Python, conda, the frameworks, their libraries and the trackers that people log to. */
const INHERITED_BEGINNINGS = [
  "LC_",
  "XDG_CACHE_",
  "XDG_DATA_",
  "PYTHON",
  "PYENV_",
  "CONDA_",
  "MAMBA_",
  "CUDA_",
  "NVIDIA_",
  "NCCL_",
  "CUBLAS_",
  "CUDNN_",
  "ROCR_",
  "HIP_",
  "HSA_",
  "OMP_",
  "MKL_",
  "OPENBLAS_",
  "KMP_",
  "NUMEXPR_",
  "TORCH",
  "PYTORCH_",
  "TF_",
  "JAX_",
  "XLA_",
  "TRITON_",
  "HF_",
  "HUGGINGFACE_",
  "TRANSFORMERS_",
  "DATASETS_",
  "TOKENIZERS_",
  "WANDB_",
  "MLFLOW_",
  "KERAS_",
  "GLOO_",
];

/** Of `ours`, what a run gets. `additions` come on top and win. */
export function environmentOfRun(
  ours: Readonly<Record<string, string | undefined>>,
  additions: Readonly<Record<string, string>>,
): Record<string, string> {
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(ours)) {
    if (value !== undefined && isInherited(name)) env[name] = value;
  }
  return Object.assign(env, additions);
}

const isInherited = (name: string): boolean =>
  INHERITED.has(name) || INHERITED_BEGINNINGS.some((beginning) => name.startsWith(beginning));
